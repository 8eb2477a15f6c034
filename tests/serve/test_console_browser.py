"""The console in a real browser, before a served world that a real sender pushes to."""

import time
from collections.abc import Callable, Iterator, Mapping

import httpx
import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from simulator.runner.suite import vocabulary
from simulator.serve.guard import Guard
from simulator.serve.in_thread import ServerInThread
from simulator.serve.routing import MAIN
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.report.browser import addresses, complaints, needs_browser
from tests.serve.senders import auth_body, message

pytestmark = needs_browser
WORLD = "phones: {bob_phone: {model: vivo X60, user: bob}, carol_phone: {model: Xiaomi 11, user: carol}}"
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
WAIT_S = 20


@pytest.fixture
def server() -> Iterator[ServerInThread]:
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create(MAIN, WORLD, 1)
    with ServerInThread(worlds) as one:
        yield one


@pytest.fixture
def page(driver: WebDriver, server: ServerInThread) -> Iterator[WebDriver]:
    complaints(driver)
    addresses(driver)
    driver.get(f"{server.url}/")
    until(driver, lambda: len(driver.find_elements(By.CSS_SELECTOR, ".slot .phone")) == 2)
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".link-state.is-live"))
    yield driver
    assert complaints(driver) == []
    assert [one for one in addresses(driver) if not one.startswith(("chrome://", "data:", f"{server.url}/"))] == []
    driver.get("about:blank")


def until(driver: WebDriver, met: Callable[[], object]) -> None:
    WebDriverWait(driver, WAIT_S, poll_frequency=0.05).until(lambda _: met())


_TEXTS = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)"


def find(page: WebDriver, selector: str) -> str:
    """Return the text of the one element that *selector* means, which may be on its way."""

    def texts(driver: WebDriver) -> list[str]:
        # Looked for and read at once: the page may draw it anew in between.
        found: list[str] = driver.execute_script(_TEXTS, selector)
        return found if len(found) == 1 else []

    return WebDriverWait(page, WAIT_S, poll_frequency=0.05).until(texts)[0]


def click(page: WebDriver, selector: str) -> None:
    def has_clicked(driver: WebDriver) -> bool:
        driver.execute_script("document.querySelector(arguments[0])?.scrollIntoView({block: 'center'})", selector)
        driver.find_element(By.CSS_SELECTOR, selector).click()
        return True

    # Whoever looks for an element first and clicks it then may find it drawn anew in between.
    ignored = [NoSuchElementException, StaleElementReferenceException]
    WebDriverWait(page, WAIT_S, poll_frequency=0.05, ignored_exceptions=ignored).until(has_clicked)


def shade(server: ServerInThread, phone: str) -> list[str]:
    """Return the titles in the shade, as the control API tells them."""
    return [one["title"] for one in httpx.get(f"{server.url}/_sim/phones/{phone}", trust_env=False).json()["shade"]]


def vivo(server: ServerInThread, **fields: object) -> None:
    """Push to Bob's phone as a server does that speaks vivo's API."""
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        app = client.get("/_sim/credentials").json()["vendors"]["vivo"]
        reg_id = client.get("/_sim/phones/bob_phone").json()["reg_id"]
        token = client.post("/message/auth", json=auth_body(app, time.time_ns() // 1_000_000)).json()["authToken"]
        answer = client.post("/message/send", json=message(reg_id, **fields), headers={"authToken": token}).json()
        assert answer["result"] == 0, answer


def test_push_of_a_real_sender_appears_and_is_tapped_and_its_journey_says_so(page: WebDriver, server: ServerInThread):
    click(page, "[data-phone=bob_phone] [data-step=kill_app]")
    until(page, lambda: "swiped away" in find(page, "[data-phone=bob_phone] .process"))
    vivo(server, title="Order 4711", content="It has been sent.")
    assert "It has been sent." in find(page, "[data-phone=bob_phone] .card:not(.is-gone)")
    assert "shown" in find(page, ".push .end")
    click(page, "[data-phone=bob_phone] .card .tap")
    until(page, lambda: "opened" in find(page, ".push .end"))
    assert "com.example.chat.MainActivity" in find(page, ".push summary .push-why")
    assert "com.example.chat.MainActivity" in find(page, ".toast.is-good")
    assert "MainActivity" in find(page, "[data-phone=bob_phone] .app-screen .activity")
    assert page.find_elements(By.CSS_SELECTOR, "[data-phone=carol_phone] .card") == []
    click(page, ".push summary")
    until(page, lambda: len(page.find_elements(By.CSS_SELECTOR, ".push .journey .is-ok")) == 6)


def test_swiped_notification_is_gone_from_the_world_too(page: WebDriver, server: ServerInThread):
    click(page, "[data-phone=bob_phone] [data-step=kill_app]")
    for title in ("first", "second"):
        vivo(server, title=title, requestId=title)
    until(page, lambda: len(page.find_elements(By.CSS_SELECTOR, "[data-phone=bob_phone] .card")) == 2)
    # The older one, below the other, and with the keyboard.
    page.execute_script("document.querySelectorAll('[data-phone=bob_phone] .card .swipe')[1].focus()")
    page.switch_to.active_element.send_keys(Keys.ENTER)
    until(page, lambda: shade(server, "bob_phone") == ["second"])
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, "[data-phone=bob_phone] .card.is-gone"))


def test_dragged_notification_is_swiped_away_and_not_tapped(page: WebDriver, server: ServerInThread):
    click(page, "[data-phone=bob_phone] [data-step=kill_app]")
    vivo(server, title="dragged")
    find(page, "[data-phone=bob_phone] .card")
    card = page.find_element(By.CSS_SELECTOR, "[data-phone=bob_phone] .card .tap")
    ActionChains(page).click_and_hold(card).move_by_offset(60, 0).move_by_offset(60, 0).release().perform()
    until(page, lambda: shade(server, "bob_phone") == [])
    steps = httpx.get(f"{server.url}/_sim/trace?limit=1000", trust_env=False).json()["records"]
    played = [one["name"] for one in steps if one["kind"] == "step"]
    assert played[-1] == "swipe_notification"
    assert "tap_notification" not in played
    assert "shown" in find(page, ".push .end")


def test_steps_of_buttons_change_the_phone_and_its_state_is_told(page: WebDriver, server: ServerInThread):
    phone = "[data-phone=carol_phone]"
    click(page, f"{phone} [data-step=airplane]")
    until(page, lambda: "airplane mode" in find(page, f"{phone} .chips"))
    assert find(page, f"{phone} [data-step=airplane][aria-pressed=true]")
    click(page, f"{phone} [data-step=airplane]")
    until(page, lambda: "Wi-Fi" in find(page, f"{phone} .chips"))
    click(page, f"{phone} [data-step=mute]")
    until(page, lambda: "notifications off" in find(page, f"{phone} .chips"))
    click(page, f"{phone} [data-step=log_out]")
    click(page, f"{phone} [data-step=log_in]")
    find(page, "dialog input").strip()
    page.switch_to.active_element.send_keys("dave", Keys.ENTER)
    until(page, lambda: find(page, f"{phone} .chip.user") == "dave")
    click(page, f"{phone} [data-step=force_stop]")
    until(page, lambda: find(page, f"{phone} .process") == "force-stopped")
    click(page, f"{phone} [data-step=reboot_phone]")
    page.execute_script("window.pushsim.play([{lock_phone: 'carol_phone'}])")
    assert find(page, f"{phone} [data-step=unlock_phone]") == "unlock"
    assert "locked" in find(page, f"{phone} .chips")


def test_dropped_push_says_reason_rule_and_next_step(page: WebDriver):
    click(page, "[data-phone=carol_phone] [data-step=mute]")
    click(page, "[data-phone=carol_phone] [data-step=kill_app]")
    page.find_element(By.TAG_NAME, "body").send_keys("m")
    page.execute_script("document.querySelector('dialog input[name=user]').value = 'carol'")
    click(page, "dialog button[type=submit]")
    assert "notifications_disabled" in find(page, ".push .push-why")
    click(page, ".push summary")
    told = find(page, ".push .why")
    assert "android.notifications_disabled" in told
    assert "documented" in told
    assert "ask the user to allow notifications" in told


def test_step_that_cannot_be_played_says_why_and_what_to_do(page: WebDriver):
    page.execute_script("window.pushsim.play([{tap_notification: 'bob_phone'}])")
    told = find(page, ".toast.is-bad")
    assert "bob_phone has no notification to tap" in told
    assert "add must_arrive before this step" in told
    page.execute_script("document.querySelector('.toast .close').click()")
    page.execute_script("window.pushsim.play([{kill_ap: 'bob_phone'}])")
    assert "kill_app" in find(page, ".toast.is-bad dl")
    # That the browser notes both answers is no fault of the page.
    assert [one for one in complaints(page) if "/_sim/steps" not in one] == []


def test_hostile_texts_stay_texts(page: WebDriver, server: ServerInThread):
    click(page, "[data-phone=bob_phone] [data-step=kill_app]")
    vivo(server, title=HOSTILE[:40], content=HOSTILE)
    assert HOSTILE in find(page, "[data-phone=bob_phone] .card:not(.is-gone)")
    click(page, "#tab-wire")
    click(page, ".exchange summary")
    assert HOSTILE.replace('"', '\\"') in find(page, ".exchange[open] section:first-child .http-body")
    assert page.title == "pushsim"
    assert page.find_elements(By.CSS_SELECTOR, "img, .slot script, .side-panel script") == []


def test_whole_page_speaks_chinese_and_remembers_it(page: WebDriver):
    click(page, "#language")
    until(page, lambda: find(page, "[data-phone=bob_phone] [data-step=kill_app]") == "划掉应用")
    assert find(page, "#tab-wire") == "网络日志"
    page.refresh()
    until(page, lambda: find(page, "[data-phone=bob_phone] [data-step=kill_app]") == "划掉应用")
    click(page, "#language")
    until(page, lambda: find(page, "#tab-wire") == "Wire log")


def test_clock_jumps_and_stands_still(page: WebDriver, server: ServerInThread):
    def clock() -> Mapping[str, object]:
        return httpx.get(f"{server.url}/_sim/clock", trust_env=False).json()

    click(page, "[data-jump='24h']")
    until(page, lambda: clock()["ahead_ms"] == 86_400_000)
    assert "ahead of this machine" in find(page, ".world-clock small")
    click(page, "#pace")
    until(page, lambda: clock()["pace"] == "stopped")
    assert find(page, "#pace[aria-pressed=true]") == ""
    click(page, "#pace")
    until(page, lambda: clock()["pace"] == "real")


def test_credentials_are_there_to_be_copied(page: WebDriver, server: ServerInThread):
    click(page, "#credentials")
    told = find(page, "dialog")
    assert server.url in told
    secret = httpx.get(f"{server.url}/_sim/credentials", trust_env=False).json()["vendors"]["vivo"]["app_secret"]
    assert secret in told
    page.find_element(By.TAG_NAME, "dialog").send_keys(Keys.ESCAPE)
    until(page, lambda: not page.find_elements(By.TAG_NAME, "dialog"))


def test_named_world_has_a_page_of_its_own_that_leads_to_the_others(page: WebDriver, server: ServerInThread):
    order = {"name": "mine", "world": {"phones": {"erin_phone": {"model": "vivo X60", "user": "erin"}}}}
    httpx.post(f"{server.url}/_sim/worlds", json=order, trust_env=False)
    page.get(f"{server.url}/w/mine/")
    click(page, "[data-phone=erin_phone] [data-step=kill_app]")
    until(page, lambda: "swiped away" in find(page, "[data-phone=erin_phone] .process"))
    click(page, "#worlds")
    click(page, '[data-world="main"] a')
    until(page, lambda: len(page.find_elements(By.CSS_SELECTOR, ".slot .phone")) == 2)
    assert page.current_url == f"{server.url}/"


def test_steps_of_ones_own_are_completed_checked_and_played(page: WebDriver, server: ServerInThread):
    click(page, "#own-steps")
    find(page, "dialog textarea")
    text = page.find_element(By.CSS_SELECTOR, "dialog textarea")
    text.clear()
    text.send_keys("- kill")
    until(page, lambda: "kill_app" in find(page, ".options [aria-selected=true]"))
    text.send_keys(Keys.TAB, "car", Keys.TAB)
    assert text.get_attribute("value") == "- kill_app: carol_phone"
    text.send_keys(Keys.ENTER, "- lunch_app: bob_phone")
    text.send_keys(Keys.CONTROL, Keys.ENTER)
    told = find(page, "dialog .mistakes")
    assert "steps:2:3" in told
    assert 'did you mean "launch_app"?' in told
    text.clear()
    text.send_keys("- kill_app: carol_phone", Keys.CONTROL, Keys.ENTER)
    assert "done" in find(page, "dialog .done")
    until(page, lambda: "swiped away" in find(page, "[data-phone=carol_phone] .process"))
    # That the browser notes the refusal is no fault of the page.
    assert [one for one in complaints(page) if "/_sim/steps" not in one] == []


def test_world_is_made_and_deleted(page: WebDriver, server: ServerInThread):
    click(page, "#worlds")
    find(page, "dialog textarea")
    page.find_element(By.CSS_SELECTOR, "dialog input[name=name]").send_keys("mine")
    world = page.find_element(By.CSS_SELECTOR, "dialog textarea")
    world.send_keys("phones: {erin_phone: {model: vivo X6}}")
    click(page, "dialog .primary")
    assert "vivo X60" in find(page, "dialog .mistakes")
    world.send_keys(Keys.BACKSPACE, Keys.BACKSPACE, "0}}")
    click(page, "dialog .primary")
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, "[data-phone=erin_phone]"))
    assert page.current_url == f"{server.url}/w/mine/"
    click(page, "#worlds")
    click(page, '[data-world="mine"] button')
    until(page, lambda: page.current_url == f"{server.url}/")
    until(page, lambda: len(page.find_elements(By.CSS_SELECTOR, ".slot .phone")) == 2)
    names = httpx.get(f"{server.url}/_sim/worlds", trust_env=False).json()
    assert [one["name"] for one in names] == ["main"]
    assert [one for one in complaints(page) if "/_sim/" not in one] == []


def test_page_shows_only_phones_that_are_seen_and_finds_the_others(page: WebDriver, server: ServerInThread):
    phones = {f"phone_{number:02}": {"model": "vivo X60"} for number in range(60)}
    httpx.post(f"{server.url}/_sim/worlds", json={"name": "many", "world": {"phones": phones}}, trust_env=False)
    page.get(f"{server.url}/w/many/")
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, ".slot .phone"))
    assert len(page.find_elements(By.CSS_SELECTOR, ".slot")) == 60
    assert len(page.find_elements(By.CSS_SELECTOR, ".slot .phone")) < 20
    page.find_element(By.TAG_NAME, "body").send_keys("/")
    page.switch_to.active_element.send_keys("phone_47")
    assert "phone_47" in find(page, ".slot:not([hidden]) .phone")


def test_server_that_began_anew_is_shown_as_it_is_now(driver: WebDriver):
    def serving(world: str, port: int = 0) -> ServerInThread:
        worlds = Worlds(vocabulary(), machine_ms)
        worlds.create(MAIN, world, 1)
        return ServerInThread(worlds, port=port)

    with serving(WORLD) as first:
        driver.get(f"{first.url}/")
        until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".link-state.is-live"))
        vivo(first, title="before")
        find(driver, ".push")
    until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".link-state:not(.is-live)"))
    with serving("phones: {zoe_phone: {model: vivo X60, user: zoe}}", first.server.port):
        find(driver, "[data-phone=zoe_phone] .phone")
        until(driver, lambda: not driver.find_elements(By.CSS_SELECTOR, ".push, [data-phone=bob_phone]"))
    driver.get("about:blank")
    complaints(driver)


def test_token_is_taken_out_of_the_address_and_used(driver: WebDriver):
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create(MAIN, WORLD, 1)
    with ServerInThread(worlds, guard=Guard(token="s3cret")) as server:
        driver.get(f"{server.url}/?token=s3cret")
        until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".link-state.is-live"))
        assert driver.current_url == f"{server.url}/"
        click(driver, "[data-phone=bob_phone] [data-step=kill_app]")
        until(driver, lambda: "swiped away" in find(driver, "[data-phone=bob_phone] .process"))
        driver.execute_script("sessionStorage.clear()")
        driver.refresh()
        find(driver, "dialog input[type=password]")
        driver.find_element(By.CSS_SELECTOR, "dialog input").send_keys("s3cret", Keys.ENTER)
        until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, ".link-state.is-live"))
        driver.execute_script("sessionStorage.clear()")
    driver.get("about:blank")
    complaints(driver)


def test_push_without_a_token_tells_what_had_stopped_the_token(page: WebDriver, server: ServerInThread):
    world = {"phones": {"bob_phone": {"model": "Xiaomi 11", "app": "oppo_guide"}}}
    httpx.post(f"{server.url}/_sim/worlds", json={"name": "wrong", "world": world}, trust_env=False)
    page.get(f"{server.url}/w/wrong/")
    steps = "[{launch_app: 'bob_phone'}, {log_in: {phone: 'bob_phone', user: 'bob'}}, {kill_app: 'bob_phone'},"
    message = "{send_message: {from: 'alice', to: 'bob', text: 'hi'}}]"
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, ".slot .phone"))
    page.execute_script("window.pushsim.setClock({pace: 'stopped'})")
    page.execute_script(f"window.pushsim.play({steps} {message})")
    page.execute_script("window.pushsim.setClock({pace: 'real'})")
    until(page, lambda: "wrong_brand" in find(page, ".push .push-why"))
    assert "no_token" in find(page, ".push .push-why")


def test_window_as_small_as_a_phone_shows_one_thing_at_a_time(page: WebDriver):
    size = page.get_window_size()
    page.set_window_size(500, 860)
    try:
        page.refresh()
        until(page, lambda: page.find_elements(By.CSS_SELECTOR, ".slot .phone"))

        def shown() -> list[bool]:
            return [
                page.find_element(By.CSS_SELECTOR, one).is_displayed() for one in ("#phones", ".pushes", "#panel-wire")
            ]

        assert shown() == [True, False, False]
        click(page, "#tab-journeys")
        assert shown() == [False, True, False]
        click(page, "#tab-wire")
        assert shown() == [False, False, True]
        click(page, "#tab-phones")
        assert page.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.set_window_size(size["width"], size["height"])
