"""The page in a real browser: found, opened, travelled through, read, and not taken over by what it shows."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from simulator.report.case_report import CaseReport, report_of
from simulator.report.html import write_html
from simulator.report.json_lines import Results
from simulator.runner.run import prove_negatives
from simulator.world.build import RunOptions
from tests.report.browser import addresses, complaints, in_page, needs_browser
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, TAP, UP, played

OFF = "switch_notifications: {phone: bob_phone, to: off}"
SILENT = "must_not_arrive: {phone: bob_phone, within: 10min, because: logged_out}"

FAILURES = {
    "logged out": (UP, LOG_OUT, SEND, ARRIVE),
    "no token": ("cut_link: {link: im>bob_phone, for: 1h}", UP, ARRIVE),
    "unreachable": (UP, KILL, "fail_next: {link: im>vendor, how: timeout, times: 2}", SEND, ARRIVE),
    "differs": (UP, KILL, SEND, "must_arrive: {phone: bob_phone, body: dinner?}"),
    "no record": (UP, KILL, SEND, ARRIVE, "must_record: {name: posted, actor: carol_phone}"),
    "arrives": (UP, KILL, SEND, SILENT),
}
"""Sentences of many shapes."""

EVIL = "</script><script>window.owned=1</script><img src=x onerror='window.owned=2'>\u202e\u0007&amp;"
SEEN_EVIL = EVIL.replace("\u202e", "\u2423202e").replace("\u0007", "\u24230007")


def filed(report: CaseReport, file: str, **changed: object) -> CaseReport:
    return replace(report, case=f"suite/{file}.yaml::vivo", file=f"suite/{file}.yaml", **changed)


def suite() -> Iterator[CaseReport]:
    """Yield a few cases: shown and tapped, failed for two reasons, proved, and hostile."""
    shown = report_of(played(UP, KILL, SEND, ARRIVE, TAP), with_traces=True)
    yield filed(shown, "shown", name="A killed phone shows it", tags=("daily",))
    logged_out = report_of(played(UP, LOG_OUT, SEND, ARRIVE), with_traces=True)
    yield filed(logged_out, "a", name="Logged out")
    yield filed(logged_out, "b", name="Logged out again")
    off = report_of(played(UP, KILL, SEND, ARRIVE, OFF, SEND, ARRIVE), with_traces=True)
    yield filed(off, "off", name="Switched off", tags=("daily", "device"), values={"android": "11"})
    silent = played(UP, LOG_OUT, SEND, SILENT)
    silent.proofs = list(prove_negatives(silent.case, RunOptions()))
    yield filed(report_of(silent, with_traces=True), "proved", name="A negative that is proved")
    yield filed(hostile(shown), "hostile", name=EVIL, tags=(EVIL,), values={"text": EVIL}, again=EVIL, source=(EVIL,))
    yield filed(shown.without_traces(), "left_out", name="Without a trace")


def hostile(report: CaseReport) -> CaseReport:
    """Return *report* with the hostile text wherever the scenario's text stands, and in the names of what it shows."""
    evil = msgspec.json.encode(EVIL)[1:-1]
    inside = msgspec.json.encode(evil.decode())[1:-1]
    trace = bytes(report.trace).replace(rb"\"lunch?\"", rb"\"" + inside + rb"\"")
    for word in (b'"lunch?"', b'"a new message"', b'"vivo_push_channel"', b'"alice"'):
        trace = trace.replace(word, b'"' + evil + b'"')
    return replace(report, trace=msgspec.Raw(trace))


@dataclass
class Page:
    """The page in the browser, as somebody uses it."""

    driver: WebDriver

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """Return what is to be read in each such element, all of them asked for at once."""
        script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())"
        return self.driver.execute_script(script, selector)

    def text(self, selector: str) -> str:
        return self.one(selector).text

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def press_shifted(self, key: str) -> None:
        ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def until(self, is_so: Callable[[], object]) -> None:
        WebDriverWait(self.driver, 5, poll_frequency=0.02).until(lambda _: is_so())

    def open(self, name: str) -> None:
        """Open the case called *name* from the list."""
        [at] = [at for at, listed in enumerate(self.listed()) if listed == name]
        self.all(".case-row")[at].click()
        self.until(lambda: self.texts(".case-head h1") == [name])

    def choose(self, field: str, value: str) -> None:
        Select(self.one(f"#filter-{field}")).select_by_value(value)

    def listed(self) -> list[str]:
        return self.texts(".case-row .name")

    def shade(self) -> list[str]:
        return self.texts(".phones .card:not(.is-gone) .text")

    def moment(self) -> str:
        return self.text(".now b")


def written(path: Path, reports: Iterable[CaseReport]) -> str:
    """Write a page of *reports* and return its address."""
    with Results(1) as results:
        for report in reports:
            results.add(report)
        write_html(path, results, seed=1)
    return path.as_uri()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("report") / "report.html", suite())


@pytest.fixture
def page(driver: WebDriver, address: str) -> Iterator[Page]:
    """The page, loaded anew; behind the test nothing stands in the console, and nothing was asked for but the file."""
    with opened(driver, address) as page:
        yield page


@contextmanager
def opened(driver: WebDriver, address: str) -> Iterator[Page]:
    driver.get("about:blank")
    complaints(driver)
    addresses(driver)
    driver.get(address)
    page = Page(driver)
    page.until(lambda: page.all(".overview"))
    yield page
    assert complaints(driver) == []
    assert set(addresses(driver)) <= {address, "about:blank"}


pytestmark = needs_browser


# -- the list ----------------------------------------------------------------------------------------------------------


def test_failures_stand_first_under_their_root_causes(page):
    assert page.text("h1") == "3 of 7 cases failed"
    assert page.texts(".cause h3") == ["logged_out", "notifications_disabled"]
    assert page.texts(".group .root") == ["logged_out", "notifications_disabled", "passed"]
    assert page.listed()[:3] == ["Logged out", "Logged out again", "Switched off"]


@contextmanager
def sized(page: Page, width: int, height: int) -> Iterator[None]:
    """Give the page a screen of this size, as a phone has it where it is narrow."""
    sizes = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", sizes)
    # The list is painted anew for its new height.
    in_page(page.driver, "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
    try:
        yield
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (800, 900), (390, 844)])
def test_on_any_screen_an_opened_case_begins_with_what_failed_and_nothing_is_too_wide(page, width, height):
    with sized(page, width, height):
        page.open("Switched off")
        top = in_page(page.driver, "document.querySelector('.case-head').getBoundingClientRect().top")
        assert 0 <= top < 120
        wide = in_page(
            page.driver,
            "[...document.querySelectorAll('body, .main, .middle, .panel, .phones, .phones figure')]"
            ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className)",
        )
        assert wide == []
        assert page.one(".phone-body").size["width"] <= page.one(".phones").size["width"]


def test_filters_narrow_the_list_and_are_taken_back(page):
    page.choose("outcome", "failed")
    assert len(page.listed()) == 3
    page.choose("reason", "logged_out")
    assert page.listed() == ["Logged out", "Logged out again"]
    page.one(".count button").click()
    page.choose("tag", "daily")
    assert page.listed() == ["Switched off", "A killed phone shows it"]
    page.choose("value", "android=11")
    assert page.listed() == ["Switched off"]
    assert page.text(".count").startswith("1 of 7")


def test_a_search_looks_for_every_word_and_escape_ends_it(page):
    page.press("/", "logged again")
    assert page.listed() == ["Logged out again"]
    page.press(Keys.ESCAPE)
    assert len(page.listed()) == 7


def test_j_and_k_go_through_the_cases(page):
    page.press("j")
    page.until(lambda: page.texts(".case-head h1") == ["Logged out"])
    page.press("j")
    page.until(lambda: page.texts(".case-head h1") == ["Logged out again"])
    page.press("k")
    page.until(lambda: page.texts(".case-head h1") == ["Logged out"])
    assert page.one("#cases").get_attribute("aria-activedescendant") == page.one(
        ".case-row[aria-selected=true]"
    ).get_attribute("id")
    page.press(Keys.ESCAPE)
    page.until(lambda: page.all(".overview"))


# -- a case ------------------------------------------------------------------------------------------------------------


def test_a_failed_case_says_what_why_and_how_to_repeat_it(page):
    page.open("Logged out again")
    page.open("Switched off")
    assert in_page(page.driver, "document.querySelector('.middle').scrollTop") == 0
    assert page.text(".failure .what").endswith("bob_phone showed nothing within 1min")
    assert page.texts(".failure .why code") == ["notifications_disabled", "android.notifications_disabled"]
    assert page.text(".failure .repair") == "ask the user to allow notifications in the system settings"
    assert page.text(".command code").endswith("--seed 1")
    assert page.texts(".journey-head .end") == ["shown", "dropped"]
    assert page.texts(".one-journey:last-child .is-refused .name") == ["shown"]


def test_time_moves_record_by_record_step_by_step_and_to_its_ends(page):
    page.open("Switched off")
    page.press(Keys.HOME)
    assert page.moment() == "+0:00.000"
    assert page.text(".row[aria-selected=true] .step") == "set_up: {phone: bob_phone, user: bob}"
    page.press(Keys.ARROW_RIGHT)
    assert page.one(".row[aria-selected=true]").get_attribute("data-n") == "2"
    page.press_shifted(Keys.ARROW_RIGHT)
    assert page.text(".row[aria-selected=true] .step") == KILL
    page.press_shifted(Keys.ARROW_LEFT)
    page.press(Keys.END)
    assert page.text(".row[aria-selected=true] .reason") == "failed here"


def test_the_shade_shows_what_was_posted_by_then_and_loses_what_was_switched_off(page):
    page.open("Switched off")
    page.press(Keys.HOME)
    assert page.shade() == []
    rows = [row for row in page.all(".row.is-hop.is-ok") if row.find_element(By.TAG_NAME, "b").text == "shown"]
    rows[0].click()
    assert page.shade() == ["lunch?"]
    assert page.text(".phones .card .title") == "a new message"
    assert page.texts(".phones .card .channel span") == ["vivo_push_channel", "high"]
    page.press(Keys.END)
    assert page.shade() == []
    assert "switched off" in page.text(".phone-facts")


def test_the_slider_moves_the_phone(page):
    page.open("A killed phone shows it")
    slider = page.one("#time")
    in_page(page.driver, "document.getElementById('time').focus()")
    slider.send_keys(Keys.HOME)
    assert page.moment() == "+0:00.000"
    slider.send_keys(Keys.END)
    assert page.text(".phones .app-screen .activity") == "MainActivity"
    assert page.texts(".phones .card.is-gone .why-gone") in ([], ["tapped"])


def test_requests_are_shown_as_they_were_sent_with_secrets_masked(page):
    page.open("A killed phone shows it")
    page.press("2")
    assert page.texts(".exchange summary .method") == ["POST", "POST"]
    page.all(".exchange summary")[1].click()
    # A browser tells that something was unfolded a moment after it was.
    page.until(lambda: page.all(".exchange[open] .http-body"))
    body = page.text(".exchange[open] .http-body")
    assert '"title": "a new message"' in body
    assert '"notifyType": 4' in body
    assert page.texts(".exchange[open] .headers dd")[1].startswith("•••")


def test_the_logcat_and_the_scenario_follow_the_moment(page):
    page.open("Switched off")
    page.press("3")
    assert "ThirdPushTokenMgr" in page.texts(".logcat .tag")
    page.press("4")
    assert page.text(".scenario-source .is-failed") == f"  - {ARRIVE}"
    page.press(Keys.HOME)
    assert page.text(".scenario-source .is-present") == f"  - {UP}"


def test_the_line_of_a_failure_leads_to_the_source(page):
    page.open("Switched off")
    page.one(".failure .where button").click()
    assert page.text("[role=tab][aria-selected=true]") == "Scenario"
    assert page.text(".scenario-source .is-failed") == f"  - {ARRIVE}"
    assert page.texts(".scenario-source li")[-1] != ""


def test_the_proof_stands_beside_the_run_that_it_proves(page):
    page.open("A negative that is proved")
    page.press("5")
    silent, waived = page.all(".side")
    assert silent.find_elements(By.CSS_SELECTOR, ".card") == []
    assert [card.text for card in waived.find_elements(By.CSS_SELECTOR, ".card .text")] == ["lunch?"]
    assert "logged_out" in waived.find_element(By.TAG_NAME, "h4").text
    assert [one.text for one in silent.find_elements(By.CSS_SELECTOR, ".is-refused .reason")] == ["logged_out"]


def test_a_record_unfolds_with_all_it_holds(page):
    page.open("Logged out")
    [refused] = page.all(".row.is-hop.is-refused[data-n]")[-1:]
    refused.click()
    assert "vivo guide, step 5 (C19)" in page.text(".detail .why")
    in_page(
        page.driver,
        "[...document.querySelectorAll('.row')].find((row) => row.innerText.includes('token_empty')).click()",
    )
    assert "there was no regId to report" in page.texts(".detail .why")[0]


def test_a_case_whose_trace_was_left_out_says_how_to_get_it(page):
    page.open("Without a trace")
    assert "not in the file" in page.text(".left-out h2")
    assert "--html vivo.html" in page.text(".left-out .command code")


def test_an_address_leads_back_to_the_case_and_the_moment(page):
    page.open("A killed phone shows it")
    page.press(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    page.until(lambda: page.driver.current_url.endswith("n=3"))
    kept = page.driver.current_url
    page.driver.get("about:blank")
    page.driver.get(kept)
    page.until(lambda: page.texts(".case-head h1") == ["A killed phone shows it"])
    assert page.one(".row[aria-selected=true]").get_attribute("data-n") == "3"
    addresses(page.driver)


# -- people ------------------------------------------------------------------------------------------------------------


def test_everything_is_said_in_chinese_and_english(page):
    page.open("Logged out")
    page.one("#language").click()
    assert page.one("html").get_attribute("lang") == "zh-CN"
    assert "用户已在该手机上退出登录" in page.text(".failure .why")
    assert page.texts("[role=tab]")[0].startswith("时间线")
    assert page.texts(".journey .name")[0] == "IM 受理"
    page.press("l")
    assert page.texts("[role=tab]")[0].startswith("Timeline")
    in_page(page.driver, "localStorage.clear()")


def test_in_chinese_no_english_sentence_is_left_about_any_failure(driver, tmp_path):
    reports = [filed(report_of(played(*steps), with_traces=True), name, name=name) for name, steps in FAILURES.items()]
    with opened(driver, written(tmp_path / "failures.html", reports)) as page:
        page.press("l")
        told = page.texts(".overview .cause h3, .overview .cause > p, .group .root")
        for name in FAILURES:
            page.open(name)
            told += page.texts(".failure .what, .failure dl.why > *, .lane-head")
        in_page(page.driver, "localStorage.clear()")
    assert {"到达", "规则", "应用", "下一步"} <= set(told)
    unquoted = [re.sub('"[^"]*"', "", text) for text in told]
    assert [text for text in unquoted if re.search(r"(\b[a-z]+ ){2}[a-z]+\b", text)] == []


def test_help_names_the_keys_and_closes(page):
    page.press("?")
    assert len(page.texts("dialog kbd")) > 12
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.one("dialog").is_displayed())


def test_light_and_dark_are_chosen_and_differ(page):
    def ground() -> str:
        return in_page(page.driver, "getComputedStyle(document.body).backgroundColor")

    page.press("t")
    light = ground()
    page.press("t")
    assert ground() != light
    in_page(page.driver, "localStorage.clear()")


def test_words_are_told_apart_from_their_ground(page):
    """Contrast of 4.5 to 1 for text, as accessible pages have it, in both themes."""
    pairs = [
        *(
            ("ink", "ground"),
            ("quiet", "ground"),
            ("quiet", "surface"),
            ("accent", "surface"),
            ("accent", "accent-ground"),
        ),
        *(("passed", "surface"), ("failed", "surface"), ("failed", "failed-ground"), ("waiting", "waiting-ground")),
    ]
    for theme in ("light", "dark"):
        in_page(page.driver, f"document.documentElement.dataset.theme = '{theme}'")
        low = {pair: ratio for pair in pairs if (ratio := contrast(page, *pair)) < 4.5}
        assert low == {}, theme


def contrast(page: Page, text: str, ground: str) -> float:
    lighter, darker = sorted((luminance(page, text), luminance(page, ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(page: Page, name: str) -> float:
    """Relative luminance of one of the page's colours, as WCAG 2 defines it."""
    script = f"""(() => {{
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = "var(--{name})";
        const colour = getComputedStyle(probe).color;
        probe.remove();
        return colour.match(/[\\d.]+/g).map(Number);
    }})()"""
    parts = [value / 255 for value in in_page(page.driver, script)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# -- hostile content ---------------------------------------------------------------------------------------------------


def test_nothing_in_the_data_becomes_part_of_the_page(page):
    page.open(SEEN_EVIL)
    for view in "12345":
        page.press(view)
        in_page(page.driver, "document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.press("1", Keys.HOME, Keys.ENTER)
    for row in page.all(".row.is-hop")[-3:]:
        row.click()
    assert SEEN_EVIL in page.text(".phones .card .title")
    assert SEEN_EVIL in page.text(".phones .card .text")
    assert in_page(page.driver, "window.owned === undefined")
    assert page.all("img, iframe, main script, nav script") == []
    page.press("2")
    in_page(page.driver, "document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert "window.owned=1" in page.text(".exchange:last-child .http-body")


def test_a_script_that_got_in_would_not_run(page):
    """The policy of the page lets no script run but its own."""
    in_page(
        page.driver,
        "(() => { const script = document.createElement('script'); script.textContent = 'window.owned = 3';"
        " document.body.append(script); })()",
    )
    assert in_page(page.driver, "window.owned === undefined")
    [refused] = complaints(page.driver)
    assert "Content Security Policy" in refused
