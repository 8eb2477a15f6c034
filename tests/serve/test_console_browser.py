"""The console in a real browser, before a served world that a real sender pushes to."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from simulator.runner.suite import vocabulary
from simulator.serve.in_thread import ServerInThread
from simulator.serve.routing import MAIN
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.report.browser import addresses, browser, complaints, needs_browser
from tests.serve.senders import auth_body, message

pytestmark = needs_browser
WORLD = "phones: {bob_phone: {model: vivo X60, user: bob}, carol_phone: {model: Xiaomi 11, user: carol}}"
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
WAIT_S = 20


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browser(tmp_path_factory.mktemp("profile"), "lang=en") as one:
        yield one


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


def find(page: WebDriver, selector: str) -> str:
    """Return the text of the one element that *selector* means, which may be on its way."""
    until(page, lambda: len(page.find_elements(By.CSS_SELECTOR, selector)) == 1)
    return page.execute_script("return document.querySelector(arguments[0]).textContent", selector)


def click(page: WebDriver, selector: str) -> None:
    until(page, lambda: page.find_elements(By.CSS_SELECTOR, selector))
    page.execute_script("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
    page.find_element(By.CSS_SELECTOR, selector).click()


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
    assert len(page.find_elements(By.CSS_SELECTOR, ".push .journey .is-ok")) == 6
