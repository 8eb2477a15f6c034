import pytest

from simulator.network.http import Hosts, HostUnknown, Request, Response, find_header

REQUEST = Request("GET", "a.example.com", "/x", "q=1", (("authToken", "one"), ("AuthToken", "two")))


def test_header_is_found_whatever_its_letter_case_and_the_first_one_wins():
    assert (REQUEST.header("AUTHTOKEN"), REQUEST.header("absent")) == ("one", None)
    assert find_header((), "authToken") is None


@pytest.mark.parametrize(
    ("query", "url"), [("", "https://a.example.com/x"), ("q=%2A", "https://a.example.com/x?q=%2A")]
)
def test_url_is_the_whole_address(query: str, url: str):
    assert REQUEST._replace(query=query).url == url


def test_each_host_has_one_answerer():
    hosts = Hosts()
    hosts.add("a.example.com", lambda _: Response(201))
    hosts.add("b.example.com", lambda _: Response(202))
    assert hosts.names == ("a.example.com", "b.example.com")
    assert hosts.handle(REQUEST).status == 201
    with pytest.raises(ValueError, match=r"a\.example\.com is answered already"):
        hosts.add("a.example.com", lambda _: Response(203))


def test_host_that_nobody_answers_for_is_refused_with_those_that_are():
    hosts = Hosts()
    with pytest.raises(HostUnknown, match=r'answers for "a\.example\.com"; hosts here: none'):
        hosts.handle(REQUEST)
