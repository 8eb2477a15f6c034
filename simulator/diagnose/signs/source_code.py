"""What pieces of an app's source code show."""

from simulator.diagnose.sign import Sign, sign

SIGNS: tuple[Sign, ...] = (
    sign(
        "source.branch_missing",
        "the code tells other makers' phones apart, and not this one's",
        "代码里有其他厂商的分支，没有该厂商的分支",
        "app_integration 4, token_report 1.5, vendor_sdk_init 1.5",
    ),
    sign(
        "source.constant_of_other_vendor",
        "the branch of this maker uses another maker's certificate ID",
        "该厂商分支里用了其他厂商的证书 ID",
        "token_report 4, certificate_config 4, app_integration 2",
    ),
)
