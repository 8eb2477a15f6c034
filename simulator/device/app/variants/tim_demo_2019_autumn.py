"""The app as Tencent's demo of October 2019 has it: no flags any more, and push on the main page."""

from dataclasses import replace

from simulator.device.app.generation import Generation
from simulator.device.app.variant import Guard, Place
from simulator.device.app.variants import tim_demo_2019
from simulator.kernel.source import Grade, Source

VARIANT = replace(
    tim_demo_2019.VARIANT,
    about="the app as Tencent's demo of October 2019 has it: it reports whatever token it has after each login",
    source=Source("Tencent IM demo", "2019-10, MainActivity", ("C30", "C32", "C35"), Grade.OBSERVED),
    generation=Generation.DEMO_2019_10,
    guards=(Guard.EMPTY,),
    opens_push_on=Place.MAIN_PAGE,
    page_tag="MainActivity",
)
