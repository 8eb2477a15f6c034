"""The page of an answer in a real browser: offline, in both languages, nothing secret, the reply at one click."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from simulator.cli.main import pushsim
from tests.report.browser import addresses, complaints, in_page, needs_browser

EVIL = "</script><script>window.owned=1</script><img src=x onerror='window.owned=2'>"
LOG = f"""\
11-22 08:00:00.000  1234  5678 I VIVOPushMessageReceiver: onReceiveRegId = 15646472431991408944055
11-22 08:00:01.010  1234  5678 D ThirdPushTokenMgr: setOfflinePushToken success
11-22 08:05:01.010  1000  1078 E NotificationService: Suppressing notification from package com.x {EVIL}
"""
WORDS = "vivo X60 杀掉应用后收不到推送，从 vivo 控制台直接推也收不到，手机 13812345678\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ticket")
    (folder / "push.log").write_text(LOG, encoding="utf-8")
    (folder / "words.txt").write_text(WORDS, encoding="utf-8")
    path = tmp_path_factory.mktemp("page") / "answer.html"
    result = CliRunner().invoke(pushsim, ["diagnose", str(folder), "--html", str(path)])
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def driver(page: Path, driver: WebDriver) -> WebDriver:
    addresses(driver)
    complaints(driver)
    driver.get(page.as_uri())
    WebDriverWait(driver, 10).until(lambda one: one.find_elements(By.ID, "language"))
    return driver


def in_english(driver: WebDriver) -> None:
    button = driver.find_element(By.ID, "language")
    if button.text == "English":
        button.click()


@needs_browser
def test_the_page_tells_where_it_broke_and_what_mends_it(driver: WebDriver) -> None:
    in_english(driver)
    assert driver.find_element(By.TAG_NAME, "h1").text == "Broken at: shown"
    lost, mended = driver.find_elements(By.CSS_SELECTOR, ".one-journey")
    assert [one.text for one in lost.find_elements(By.CSS_SELECTOR, ".is-refused .name")] == ["shown"]
    assert [one.text for one in lost.find_elements(By.CSS_SELECTOR, ".is-away .name")] == ["tapped", "opened"]
    assert len(mended.find_elements(By.CSS_SELECTOR, "li.is-ok")) == 14
    first = driver.find_element(By.CSS_SELECTOR, ".cause")
    assert first.find_element(By.TAG_NAME, "h3").text == "the app's notifications are switched off on the phone"
    assert "switch the app's notifications on" in first.find_element(By.CSS_SELECTOR, ".repair-box").text
    assert "push.log · line 3" in first.text


@needs_browser
def test_the_page_speaks_chinese_too(driver: WebDriver) -> None:
    in_english(driver)
    driver.find_element(By.ID, "language").click()
    assert driver.find_element(By.TAG_NAME, "h1").text == "中断环节：展示"
    assert "请在手机“设置 > 通知”里打开该应用的通知开关。" in driver.find_element(By.ID, "reply").text
    assert in_page(driver, "document.documentElement.lang") == "zh-CN"
    assert "修复办法" in driver.find_element(By.CSS_SELECTOR, ".repair-box").text


@needs_browser
def test_the_reply_is_copied_by_its_button(driver: WebDriver) -> None:
    in_english(driver)
    driver.execute_script(
        "navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }"
    )
    driver.find_element(By.ID, "copy-reply").click()
    WebDriverWait(driver, 5).until(lambda one: one.execute_script("return window.copied"))
    assert in_page(driver, "window.copied") == driver.find_element(By.ID, "reply").text


@needs_browser
def test_the_page_asks_for_nothing_and_is_not_taken_over(driver: WebDriver) -> None:
    assert {one for one in addresses(driver) if not one.startswith(("file:", "data:", "blob:"))} == set()
    assert complaints(driver) == []
    assert in_page(driver, "window.owned ?? 0") == 0
    assert in_page(driver, "document.documentElement.scrollWidth <= window.innerWidth")


@needs_browser
def test_nothing_secret_is_on_the_page(driver: WebDriver) -> None:
    # What is folded away is there as well.
    drawn = in_page(driver, "document.body.outerHTML")
    assert "onReceiveRegId" in drawn
    for secret in ("15646472431991408944055", "13812345678"):
        assert secret not in drawn


@needs_browser
def test_the_scenario_on_the_page_is_the_one_that_runs(driver: WebDriver) -> None:
    assert (
        "switch_notifications: {phone: bob_phone, to: 'off'}"
        in driver.find_element(By.CSS_SELECTOR, ".scenario-source").text
    )
