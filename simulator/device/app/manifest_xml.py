"""The XML of a manifest: elements with their places, placeholders filled in. Hostile texts end in a `ManifestFault`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

SIZE_BYTES_MAX = 1024 * 1024
DEPTH_MAX = 32
FAULT_LENGTH_MAX = 300
"""A fault quotes what it refuses, and that may be as long as the file."""

_ANDROID = "http://schemas.android.com/apk/res/android"
_TOOLS = "http://schemas.android.com/tools"
_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


class ManifestFault(Exception):
    """The text is not a manifest that Android's tools would build an app with.

    Attributes:
        line: From 1.
        column: From 1.
        what: What is wrong there.
    """

    def __init__(self, line: int, column: int, what: str) -> None:
        """Keep where and what."""
        self.what = what if len(what) <= FAULT_LENGTH_MAX else f"{what[:FAULT_LENGTH_MAX]}…"
        super().__init__(f"{line}:{column}: {self.what}")
        self.line = line
        self.column = column


@dataclass(slots=True)
class Element:
    """An element and its place.

    Attributes:
        attributes: Those of Android's namespace by their bare name, and `package`.
        children: In order, without those that `tools:node` removes.
    """

    name: str
    line: int
    column: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: "list[Element]" = field(default_factory=list)

    def get(self, attribute: str) -> str:
        """Return the value, empty where there is none."""
        return self.attributes.get(attribute, "")

    def named(self, name: str) -> "Iterator[Element]":
        """Iterate over the children called *name*."""
        return (child for child in self.children if child.name == name)

    def fault(self, what: str) -> ManifestFault:
        """Return the fault *what* at this place."""
        return ManifestFault(self.line, self.column, what)


def read_xml(text: str, placeholders: Mapping[str, str]) -> Element:
    """Return the root element of *text*.

    Args:
        text: XML, without entities and document types of its own.
        placeholders: Value of each `${name}`; `applicationId` is the root's `package` where it is not given.

    Raises:
        ManifestFault: Too large, too deep, not XML, with entities, or with an unknown placeholder.
    """
    if len(text) > SIZE_BYTES_MAX or len(text.encode("utf-8", "replace")) > SIZE_BYTES_MAX:
        raise ManifestFault(1, 1, f"larger than {SIZE_BYTES_MAX} bytes")
    reader = _Reader(placeholders)
    parser = make_parser()
    parser.setFeature(feature_namespaces, state=True)
    parser.setContentHandler(reader)
    try:
        parser.parse(StringIO(text))
    except SAXParseException as refused:
        line, column = refused.getLineNumber() or 1, (refused.getColumnNumber() or 0) + 1
        raise ManifestFault(line, column, f"not XML: {refused.getMessage()}") from None
    except DefusedXmlException:
        raise ManifestFault(*reader.where(), "a manifest defines no entities") from None
    except UnicodeEncodeError:
        raise ManifestFault(*reader.where(), "not XML: holds half a character") from None
    assert reader.root is not None, "the parser refuses a text without an element"
    return reader.root


class _Reader(ContentHandler):
    """Makes elements of SAX events."""

    def __init__(self, placeholders: Mapping[str, str]) -> None:
        super().__init__()
        self.root: Element | None = None
        self._placeholders = placeholders
        self._open: list[Element] = []
        self._place: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's name
        self._place = locator

    def startElementNS(  # noqa: N802 - SAX's name
        self,
        name: tuple[str | None, str],
        qname: str | None,  # noqa: ARG002 - SAX passes it
        attrs: AttributesNSImpl,
    ) -> None:
        element = Element(name[1], *self.where())
        if len(self._open) == DEPTH_MAX:
            raise element.fault(f"more than {DEPTH_MAX} elements inside one another")
        if self.root is None:
            self._begin(element, attrs)
        element.attributes = {
            key: self._replaced(value, key, element)
            for (space, key), value in attrs.items()
            if space == _ANDROID or (space is None and key == "package")
        }
        # Per the merger's documents, such an element takes out what libraries bring and adds nothing itself.
        if self._open and not attrs.get((_TOOLS, "node"), "").startswith("remove"):
            self._open[-1].children.append(element)
        self._open.append(element)

    def endElementNS(  # noqa: N802 - SAX's name
        self,
        name: tuple[str | None, str],  # noqa: ARG002 - SAX passes it
        qname: str | None,  # noqa: ARG002 - SAX passes it
    ) -> None:
        self._open.pop()

    def where(self) -> tuple[int, int]:
        """Return line and column of what is being read, both from 1."""
        if self._place is None:
            return 1, 1
        return self._place.getLineNumber() or 1, (self._place.getColumnNumber() or 0) + 1

    def _begin(self, root: Element, attributes: AttributesNSImpl) -> None:
        self.root = root
        package = attributes.get((None, "package"))
        if package:
            self._placeholders = {"applicationId": package, **self._placeholders}

    def _replaced(self, value: str, key: str, element: Element) -> str:
        def known(match: re.Match[str]) -> str:
            name = match[1]
            if name not in self._placeholders:
                raise element.fault(f'android:{key} needs the placeholder "{name}", and no value for it is provided')
            return self._placeholders[name]

        return _PLACEHOLDER.sub(known, value) if "${" in value else value
