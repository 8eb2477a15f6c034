"""What requests to vendors and IM, and their answers, show beside the codes in them."""

from simulator.diagnose.sign import Sign, sign

SIGNS: tuple[Sign, ...] = (
    sign(
        "answer.unauthorised",
        "the service answers that it does not know, or does not admit, the sender",
        "服务端返回 401/403，鉴权失败",
        "vendor_auth 4, certificate_config 2",
    ),
    sign(
        "answer.server_error",
        "the service answers with an error of its own",
        "服务端返回 5xx",
        "network 1.5, im_payload 0.7, undecided 1",
        patterns=(
            r"\bHTTP\W{0,3}5\d\d\b|\b5\d\d (?:internal|bad gateway|service|gateway)|internal server error|not implemented",
        ),
    ),
    sign(
        "answer.without_push_info",
        "the message to IM says nothing of how it is to be pushed",
        "消息没有携带 OfflinePushInfo",
        "im_payload 0.5",
    ),
    sign(
        "trace.arrived",
        "the push trace: the phone got it",
        "推送排查：已到达手机",
        "os_channel 2, os_notification_permission 2, vendor_auth -4, network -2",
        good=True,
    ),
)
