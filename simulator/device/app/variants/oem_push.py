"""The app as Tencent's demo of 2022 has it, with its folder `thirdpush/OEMPush` for the phone makers' channels.

Differs: the other half of that demo, the channel of TPNS, is none of the vendors here.
"""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variants import tim_demo_2020
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    tim_demo_2020.VARIANT,
    about="the app as Tencent's demo of 2022 has it, with OEMPushSetting",
    source=Source("Tencent IM demo", "2022-01, OEMPushSetting", ("C18", "C30", "C35"), Grade.OBSERVED),
    generation=Generation.OEM_PUSH,
    im_sdk="6.0.1975",
    page_tag="OEMPushSetting",
    receiver_package="com.tencent.qcloud.tim.demo.thirdpush.OEMPush",
)
