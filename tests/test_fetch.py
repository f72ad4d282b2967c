"""Raw files come whole and right from their publisher, or not at all: asked of a real server on loopback."""

import gzip
import hashlib
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from fcntl import LOCK_EX, flock
from pathlib import Path
from ssl import SSLCertVerificationError
from urllib.error import URLError

import pytest

from kg.cli import fetching
from kg.core.errors import ArgumentInvalid, DownloadFailed, FileUnreadable, SourceDrifted, SourceInvalid
from kg.core.output import default_cache
from kg.fetch import download as downloading
from kg.fetch.download import Patience
from kg.fetch.partial import Origin, PartialFile
from kg.fetch.source import Fetched, fetch
from kg.fetch.web import _pause, _unreached, check_address
from tests.publisher import (
    BODY,
    ETAG,
    Page,
    Publisher,
    Request,
    file,
    half,
    hanging,
    in_turn,
    moved,
    packed,
    publishing,
    rangeless,
    status,
)
from tests.seed import copy_small_seed

HALF = len(BODY) // 2
REST = f"bytes={HALF}-"
OTHER = BODY.replace(b"XB", b"XC")
LIMITS = Patience(timeout=10, retries=0, size=1 << 24)
NAME = "flows.csv"

HEAD = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dyad: <https://w3id.org/dyad/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/dyad/id/source/axia> a dyad:Source ; dyad:retrievedOn "2026-01-01"^^xsd:date .
"""


class Said:
    """What a download said, and how far it was each time."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.steps: list[tuple[str, int, int | None]] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def advance(self, name: str, done: int, total: int | None) -> None:
        self.steps.append((name, done, total))


@pytest.fixture(autouse=True)
def _straight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no proxy of the machine stand between the tests and loopback."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note how long downloads would have waited, instead of waiting."""
    noted: list[float] = []
    monkeypatch.setattr(downloading, "sleep", noted.append)
    return noted


def describe(folder: Path, *files: tuple[str, bytes, str | None]) -> Path:
    """Describe an invented source with raw files: their names, the bytes that were read, and addresses."""
    source = folder / "data" / "axia"
    source.mkdir(parents=True, exist_ok=True)
    text = HEAD
    for number, (name, body, address) in enumerate(files):
        iri = f"<https://w3id.org/dyad/source/axia/{number}>"
        where = "" if address is None else f" ; dcat:downloadURL <{address}>"
        text += f"<https://w3id.org/dyad/id/source/axia> dyad:hasFile {iri} .\n{iri} a dyad:SourceFile ; "
        text += f'dyad:fileName "{name}" ; dyad:sha256 "{hashlib.sha256(body).hexdigest()}"{where} .\n'
    (source / "source.ttl").write_text(text, encoding="utf-8")
    return source


Get = Callable[..., list[Fetched]]


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Fetch a source of one file from an address into `tmp_path/cache`."""

    def run(
        address: str | None,
        body: bytes = BODY,
        limits: Patience = LIMITS,
        said: Said | None = None,
        *,
        name: str = NAME,
        force: bool = False,
    ) -> list[Fetched]:
        source = describe(tmp_path, (name, body, address))
        return list(fetch(source, tmp_path / "cache", limits, said or Said(), force=force))

    return run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "axia" / NAME


def left(place: Path) -> set[str]:
    """Name what lies in the folder of a source, but for its lock."""
    return {path.name for path in place.parent.iterdir()} - {".lock"}


# --- good days ----------------------------------------------------------------------------------------------------


def test_a_file_comes_whole_into_the_cache(get: Get, place: Path) -> None:
    said = Said()
    with publishing(flows=file()) as publisher:
        assert get(f"{publisher.address}/flows", said=said) == [Fetched(place, downloaded=True)]
    assert place.read_bytes() == BODY
    assert left(place) == {NAME}
    assert said.steps[0] == (NAME, 0, len(BODY))
    assert said.steps[-1] == (NAME, len(BODY), len(BODY))
    assert publisher.agents[0].startswith("dyad-kg/")


def test_nothing_is_downloaded_when_the_digest_matches(get: Get, place: Path) -> None:
    with publishing(flows=file()) as publisher:
        get(f"{publisher.address}/flows")
        assert get(f"{publisher.address}/flows") == [Fetched(place, downloaded=False)]
    assert publisher.asked == [("/flows", None)]


def test_a_file_may_lie_in_a_folder_of_its_source(get: Get, tmp_path: Path) -> None:
    with publishing(flows=file()) as publisher:
        get(f"{publisher.address}/flows", name="2026/flows.csv")
    assert (tmp_path / "cache" / "axia" / "2026" / "flows.csv").read_bytes() == BODY


def test_a_redirection_is_followed(get: Get, place: Path) -> None:
    with publishing(old=moved("/new"), new=file()) as publisher:
        get(f"{publisher.address}/old")
    assert [path for path, _ in publisher.asked] == ["/old", "/new"]
    assert place.read_bytes() == BODY


def test_a_file_ends_with_the_answer_where_the_server_names_no_length(get: Get, place: Path) -> None:
    def page(request: Request) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(BODY)
        request.close_connection = True

    said = Said()
    with publishing(flows=page) as publisher:
        get(f"{publisher.address}/flows", said=said)
    assert said.steps[0] == (NAME, 0, None)
    assert place.read_bytes() == BODY


def test_an_empty_file_is_a_file(get: Get, place: Path) -> None:
    with publishing(flows=file(b"")) as publisher:
        get(f"{publisher.address}/flows", b"")
    assert place.read_bytes() == b""


# --- what breaks off goes on --------------------------------------------------------------------------------------


def test_only_the_rest_of_a_broken_download_is_asked_for(get: Get, place: Path) -> None:
    said = Said()
    with publishing(flows=in_turn(half(), file())) as publisher:
        with pytest.raises(DownloadFailed, match="broke off"):
            get(f"{publisher.address}/flows")
        assert left(place) == {f"{NAME}.part", f"{NAME}.part.json"}
        get(f"{publisher.address}/flows", said=said)
    assert publisher.asked == [("/flows", None), ("/flows", REST)]
    assert said.notes == [f"{NAME}: going on after {HALF:,} bytes"]
    assert said.steps[0] == (NAME, HALF, len(BODY))
    assert place.read_bytes() == BODY
    assert left(place) == {NAME}


def test_the_day_of_the_last_change_vouches_where_there_is_no_strong_tag(get: Get, place: Path) -> None:
    day = "Thu, 01 Jan 2026 00:00:00 GMT"
    first = half(etag='W/"weak"', Last_Modified=day)
    with publishing(flows=in_turn(first, file(etag=day))) as publisher:
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked[1] == ("/flows", REST)
    assert place.read_bytes() == BODY


def test_a_break_is_mended_in_the_same_run(get: Get, place: Path, pauses: list[float]) -> None:
    said = Said()
    with publishing(flows=in_turn(half(), file())) as publisher:
        get(f"{publisher.address}/flows", limits=Patience(10, 1, 1 << 24), said=said)
    assert publisher.asked == [("/flows", None), ("/flows", REST)]
    assert place.read_bytes() == BODY
    assert pauses == [1]
    assert said.notes[0] == f"{NAME}: The server broke off before the file was whole. Trying again in 1 s."


def test_a_silent_server_is_left_and_its_half_is_kept(get: Get, place: Path) -> None:
    with publishing(flows=in_turn(hanging(), file())) as publisher:
        with pytest.raises(DownloadFailed, match=r"silent for 0\.2 s") as caught:
            get(f"{publisher.address}/flows", limits=Patience(0.2, 0, 1 << 24))
        assert "--timeout" in caught.value.remedy
        assert PartialFile(place).path.read_bytes() == BODY[:HALF]
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", None), ("/flows", REST)]
    assert place.read_bytes() == BODY


def test_a_server_that_only_drips_is_as_good_as_silent(get: Get, place: Path) -> None:
    def drips(request: Request) -> None:
        request.answer(200, b"", Content_Length=str(len(BODY)), ETag=ETAG)
        with suppress(OSError):
            for byte in BODY[:600]:
                request.wfile.write(bytes([byte]))
                time.sleep(0.005)

    with publishing(flows=drips) as publisher, pytest.raises(DownloadFailed, match=r"silent for 0\.2 s"):
        get(f"{publisher.address}/flows", limits=Patience(0.2, 0, 1 << 24))
    assert 0 < PartialFile(place).size < 600


def test_a_server_without_ranges_is_asked_for_the_whole(get: Get, place: Path) -> None:
    with publishing(flows=in_turn(half(), rangeless())) as publisher:
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", None), ("/flows", REST)]
    assert place.read_bytes() == BODY


def test_a_file_that_changed_meanwhile_is_got_whole(get: Get, place: Path) -> None:
    with publishing(flows=in_turn(half(OTHER), file(etag='"second"'))) as publisher:
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert place.read_bytes() == BODY


def test_pieces_that_do_not_fit_are_no_drift(get: Get, place: Path) -> None:
    said = Said()
    with publishing(flows=in_turn(half(OTHER), file())) as publisher:  # the tag says, wrongly, that nothing changed
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows", said=said)
    assert publisher.asked == [("/flows", None), ("/flows", REST), ("/flows", None)]
    assert "do not fit together" in said.notes[1]
    assert place.read_bytes() == BODY


def test_a_server_that_joins_different_files_twice_is_left(get: Get, place: Path, pauses: list[float]) -> None:
    pages = in_turn(half(OTHER), file(), half(OTHER), file())
    with publishing(flows=pages) as publisher, pytest.raises(DownloadFailed, match="different files"):
        get(f"{publisher.address}/flows", limits=Patience(10, 1, 1 << 24))
    assert len(publisher.asked) == 4
    assert pauses == [1, 1]
    assert left(place) == set()


def test_a_wrong_piece_is_not_joined(get: Get, place: Path) -> None:
    def wrong(request: Request) -> None:
        request.answer(206, BODY[7:], ETag=ETAG, Content_Range=f"bytes 7-{len(BODY) - 1}/{len(BODY)}")

    with publishing(flows=in_turn(half(), wrong, file())) as publisher:
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", None), ("/flows", REST), ("/flows", None)]
    assert place.read_bytes() == BODY


def begin(place: Path, body: bytes, address: str, encoding: str = "") -> None:
    """Leave the beginning of a file as a killed run does."""
    place.parent.mkdir(parents=True)
    part = PartialFile(place)
    part.begin(Origin(address, ETAG, encoding))
    part.path.write_bytes(body)


def test_a_part_that_is_already_whole_is_not_asked_for_again(get: Get, place: Path) -> None:
    with publishing(flows=file()) as publisher:
        begin(place, BODY, f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked == []
    assert place.read_bytes() == BODY


def test_a_part_that_is_too_long_is_thrown_away(get: Get, place: Path) -> None:
    with publishing(flows=file()) as publisher:
        begin(place, OTHER + BODY, f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", f"bytes={2 * len(BODY)}-"), ("/flows", None)]
    assert place.read_bytes() == BODY


def test_a_part_from_another_address_is_thrown_away(get: Get, place: Path) -> None:
    with publishing(flows=file()) as publisher:
        begin(place, OTHER[:HALF], f"{publisher.address}/elsewhere")
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", None)]
    assert place.read_bytes() == BODY


@pytest.mark.parametrize("text", ["", "{", "[]", '{"address": "x"}', "3"])
def test_a_part_without_a_readable_origin_is_thrown_away(text: str, get: Get, place: Path) -> None:
    with publishing(flows=file()) as publisher:
        begin(place, OTHER[:HALF], f"{publisher.address}/flows")
        place.with_name(f"{NAME}.part.json").write_text(text, encoding="utf-8")
        get(f"{publisher.address}/flows")
    assert publisher.asked == [("/flows", None)]
    assert place.read_bytes() == BODY


# --- drift, and files in the way ----------------------------------------------------------------------------------


def test_a_wrong_file_is_reported_as_drift_and_kept_aside(get: Get, place: Path) -> None:
    with publishing(flows=file(OTHER)) as publisher, pytest.raises(SourceDrifted) as caught:
        get(f"{publisher.address}/flows")
    assert caught.value.exit_code == 1
    for body in (BODY, OTHER):
        assert hashlib.sha256(body).hexdigest() in caught.value.problem
    assert left(place) == {f"{NAME}.drifted"}
    assert place.with_name(f"{NAME}.drifted").read_bytes() == OTHER
    assert caught.value.path == place.with_name(f"{NAME}.drifted")
    assert publisher.asked == [("/flows", None)]


def test_a_newer_file_in_the_place_is_not_overwritten(get: Get, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(b"the user's own")
    with publishing(flows=file(Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")) as publisher:
        with pytest.raises(ArgumentInvalid, match="Another file") as caught:
            get(f"{publisher.address}/flows")
        assert "--force" in caught.value.remedy
        assert publisher.asked == []
        assert place.read_bytes() == b"the user's own"
        get(f"{publisher.address}/flows", force=True)
    assert place.read_bytes() == BODY


def test_even_force_puts_no_drifted_file_in_the_place(get: Get, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(b"the user's own")
    with publishing(flows=file(OTHER)) as publisher, pytest.raises(SourceDrifted):
        get(f"{publisher.address}/flows", force=True)
    assert place.read_bytes() == b"the user's own"


def test_two_fetches_keep_out_of_each_others_way(get: Get, place: Path) -> None:
    place.parent.mkdir(parents=True)
    with place.with_name(".lock").open("wb") as lock:
        flock(lock, LOCK_EX)
        with pytest.raises(ArgumentInvalid, match="Another kg fetch"):
            get("http://127.0.0.1:1/flows")


# --- gzip ---------------------------------------------------------------------------------------------------------

PACKED = gzip.compress(BODY, mtime=0)


def test_what_the_server_packs_on_the_way_is_unpacked_if_the_digest_is_of_that(get: Get, place: Path) -> None:
    with publishing(flows=packed()) as publisher:
        get(f"{publisher.address}/flows")
    assert place.read_bytes() == BODY
    assert left(place) == {NAME}


@pytest.mark.parametrize("page", [packed(), file(PACKED, Content_Type="application/gzip")])
def test_a_gzip_file_stays_one(page: Page, get: Get, place: Path) -> None:
    with publishing(flows=page) as publisher:
        get(f"{publisher.address}/flows", PACKED, name="flows.csv.gz")
    assert place.with_name("flows.csv.gz").read_bytes() == PACKED


def test_a_packed_download_goes_on_in_its_packed_bytes(get: Get, place: Path) -> None:
    with publishing(flows=in_turn(half(PACKED, Content_Encoding="gzip"), packed())) as publisher:
        with pytest.raises(DownloadFailed):
            get(f"{publisher.address}/flows")
        get(f"{publisher.address}/flows")
    assert publisher.asked[1] == ("/flows", f"bytes={len(PACKED) // 2}-")
    assert place.read_bytes() == BODY


@pytest.mark.parametrize(("name", "kept"), [(NAME, OTHER), ("flows.csv.gz", gzip.compress(OTHER, mtime=0))])
def test_drift_of_a_packed_file_is_kept_as_the_file_would_be(name: str, kept: bytes, get: Get, place: Path) -> None:
    with publishing(flows=packed(OTHER)) as publisher, pytest.raises(SourceDrifted):
        get(f"{publisher.address}/flows", name=name)
    assert place.with_name(f"{name}.drifted").read_bytes() == kept
    assert left(place) == {f"{name}.drifted"}


def test_what_is_called_packed_and_is_not_is_drift(get: Get, place: Path) -> None:
    with publishing(flows=file(OTHER, Content_Encoding="gzip")) as publisher, pytest.raises(SourceDrifted):
        get(f"{publisher.address}/flows")
    assert place.with_name(f"{NAME}.drifted").read_bytes() == OTHER


def test_other_encodings_are_refused(get: Get) -> None:
    with publishing(flows=file(Content_Encoding="br")) as publisher, pytest.raises(DownloadFailed, match="'br'"):
        get(f"{publisher.address}/flows")


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [401, 403, 404, 410, 500, 204])
def test_a_refusal_is_explained(code: int, get: Get, place: Path) -> None:
    with publishing(flows=lambda request: request.answer(code)) as publisher:
        with pytest.raises(DownloadFailed, match=str(code)) as caught:
            get(f"{publisher.address}/flows")
        assert (caught.value.exit_code, caught.value.value) == (2, f"{publisher.address}/flows")
    assert left(place) == set()


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(code: int, get: Get, place: Path, pauses: list[float]) -> None:
    with publishing(flows=in_turn(status(code, Retry_After="7"), file())) as publisher:
        get(f"{publisher.address}/flows", limits=Patience(10, 3, 1 << 24))
    assert pauses == [7]
    assert place.read_bytes() == BODY


def test_attempts_are_bounded(get: Get, pauses: list[float]) -> None:
    with publishing(flows=status(503)) as publisher, pytest.raises(DownloadFailed, match="503"):
        get(f"{publisher.address}/flows", limits=Patience(10, 3, 1 << 24))
    assert len(publisher.asked) == 4
    assert pauses == [1, 2, 4]


def test_a_server_that_asks_for_an_hour_is_left(get: Get, pauses: list[float]) -> None:
    with publishing(flows=status(503, Retry_After="3600")) as publisher, pytest.raises(DownloadFailed) as caught:
        get(f"{publisher.address}/flows", limits=Patience(10, 3, 1 << 24))
    assert "3600 s" in caught.value.remedy
    assert (len(publisher.asked), pauses) == (1, [])


def test_what_will_not_pass_is_not_asked_again(get: Get, pauses: list[float]) -> None:
    with publishing(flows=status(404)) as publisher, pytest.raises(DownloadFailed):
        get(f"{publisher.address}/flows", limits=Patience(10, 3, 1 << 24))
    assert (len(publisher.asked), pauses) == (1, [])


def test_a_pause_may_be_a_time() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert _pause(format_datetime(now + timedelta(seconds=30)), now) == 30
    assert _pause(format_datetime(now - timedelta(seconds=30)), now) == 0
    assert [_pause(text, now) for text in (None, "soon", "5")] == [1, 1, 5]


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://example.org/flows", "data:,XA"])
def test_a_redirection_leads_to_the_web_only(target: str, get: Get, place: Path) -> None:
    with publishing(flows=moved(target)) as publisher, pytest.raises(DownloadFailed, match="no web address") as caught:
        get(f"{publisher.address}/flows")
    assert target in caught.value.problem
    assert left(place) == set()


def test_a_circle_of_redirections_ends(get: Get) -> None:
    with publishing(flows=moved("/flows")) as publisher, pytest.raises(DownloadFailed, match="302"):
        get(f"{publisher.address}/flows")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "ftp://example.org/flows",
        "http:///flows",
        "http://user:word@example.org/flows",
        "http://example.org:port/",
        "http://example.org/две",
        "http://example.org/a b",
        "flows.csv",
    ],
)
def test_only_plain_web_addresses_are_asked(address: str) -> None:
    with pytest.raises(DownloadFailed, match="web addresses only"):
        check_address(address)
    check_address("https://example.org:8080/flows%20of.csv?year=2026")


@pytest.mark.parametrize("page", [file(), packed(), hanging()])
def test_a_file_that_is_too_large_is_left(page: Page, get: Get, place: Path) -> None:
    with publishing(flows=page) as publisher, pytest.raises(DownloadFailed, match="larger than 50,000 bytes") as caught:
        get(f"{publisher.address}/flows", limits=Patience(10, 0, 50_000))
    assert "--max-size" in caught.value.remedy
    assert not place.exists()


def test_a_closed_port_is_explained(get: Get) -> None:
    with publishing() as publisher:
        pass
    with pytest.raises(DownloadFailed, match="cannot be reached"):
        get(f"{publisher.address}/flows")


def test_a_failed_handshake_is_explained(get: Get) -> None:
    with publishing() as publisher, pytest.raises(DownloadFailed, match="No secure connection") as caught:
        get(publisher.address.replace("http:", "https:"))
    assert "SSL_CERT_FILE" in caught.value.remedy


def test_a_certificate_that_is_not_trusted_stays_so() -> None:
    error = URLError(SSLCertVerificationError("self-signed certificate"))
    failure = _unreached("https://example.org/", error, 10)
    assert "self-signed" in failure.problem
    assert failure.retry_after is None


# --- proxies ------------------------------------------------------------------------------------------------------


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """Start a proxy that knows one file of a host that nobody else knows, and name it in the environment."""
    with publishing() as server:
        server.pages["http://publisher.invalid/flows"] = file()
        monkeypatch.setenv("http_proxy", server.address)
        yield server


def test_a_proxy_is_asked(proxy: Publisher, get: Get, place: Path) -> None:
    get("http://publisher.invalid/flows")
    assert proxy.asked == [("http://publisher.invalid/flows", None)]
    assert place.read_bytes() == BODY


def test_no_proxy_is_asked_for_a_host_that_is_excepted(
    proxy: Publisher, get: Get, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with publishing(flows=file()) as publisher:
        get(f"{publisher.address}/flows")
    assert (len(publisher.asked), proxy.asked) == (1, [])
    assert place.read_bytes() == BODY


def test_a_proxy_of_another_kind_is_refused(get: Get, monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(DownloadFailed, match="socks5"):
        get("http://publisher.invalid/flows", limits=Patience(10, 3, 1 << 24))
    assert pauses == []


# --- sources ------------------------------------------------------------------------------------------------------


def test_a_file_without_address_keeps_the_others_not_waiting(tmp_path: Path) -> None:
    with publishing(flows=file()) as publisher:
        source = describe(tmp_path, ("article.txt", OTHER, None), (NAME, BODY, f"{publisher.address}/flows"))
        run = fetch(source, tmp_path / "cache", LIMITS, Said())
        assert next(run).path.name == NAME
        with pytest.raises(DownloadFailed, match="no address") as caught:
            next(run)
    place = tmp_path / "cache" / "axia" / "article.txt"
    assert str(source / "source.ttl") in caught.value.remedy
    assert caught.value.path == place
    place.write_bytes(OTHER)
    assert [file.downloaded for file in fetch(source, tmp_path / "cache", LIMITS, Said())] == [False, False]


def test_a_source_without_files_has_nothing_to_fetch(tmp_path: Path) -> None:
    with pytest.raises(ArgumentInvalid, match="no raw file"):
        list(fetch(describe(tmp_path), tmp_path / "cache", LIMITS, Said()))


def test_two_addresses_of_one_file_are_refused(tmp_path: Path) -> None:
    source = describe(tmp_path, (NAME, BODY, "http://example.org/a> , <http://example.org/b"))
    with pytest.raises(SourceInvalid, match="2 values"):
        list(fetch(source, tmp_path / "cache", LIMITS, Said()))


@pytest.mark.parametrize("name", ["../flows.csv", "/flows.csv", "a/../../flows.csv", ".", "..\\\\flows.csv"])
def test_a_name_that_leads_out_of_the_cache_is_refused(name: str, tmp_path: Path) -> None:
    source = describe(tmp_path, (name, BODY, "http://127.0.0.1:1/flows"))
    with pytest.raises(SourceInvalid, match="leads elsewhere"):
        list(fetch(source, tmp_path / "cache", LIMITS, Said()))


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(ArgumentInvalid, match="cannot be written") as caught:
        list(fetch(describe(tmp_path, (NAME, BODY, None)), tmp_path / "cache", LIMITS, Said()))
    assert "--cache" in caught.value.remedy


@pytest.mark.parametrize("kind", ["pipe", "link"])
@pytest.mark.parametrize("name", [NAME, f"{NAME}.part", f"{NAME}.part.json", f"{NAME}.part.decoded", f"{NAME}.drifted"])
def test_nothing_is_written_through_what_is_no_file_in_the_cache(
    name: str, kind: str, place: Path, tmp_path: Path
) -> None:
    other = other_than_a_file(kind, place.with_name(name))
    with pytest.raises(FileUnreadable, match="no regular file") as caught:
        PartialFile(place)
    assert caught.value.path == other


@pytest.mark.parametrize("name", [f"{NAME}.drifted", ".lock"])
def test_a_link_in_the_cache_is_refused_and_what_it_leads_to_stays(name: str, get: Get, place: Path) -> None:
    link = other_than_a_file("link", place.with_name(name))
    with publishing(file=file(b"another")) as server, pytest.raises(FileUnreadable, match="no regular file"):
        get(f"{server.address}/file")
    assert server.asked == []
    assert link.is_symlink()
    assert link.read_text(encoding="utf-8") == "mine"


def other_than_a_file(kind: str, place: Path) -> Path:
    """Put a pipe, or a link to a file of the user's, in the place of a file of the cache."""
    place.parent.mkdir(parents=True)
    mine = place.parents[1] / "mine"
    mine.write_text("mine", encoding="utf-8")
    os.mkfifo(place) if kind == "pipe" else place.symlink_to(mine)
    return place


def test_the_cache_is_where_the_desktop_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_cache() == tmp_path / "dyad"
    monkeypatch.setenv("HOME", str(tmp_path))
    for unusable in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", unusable)
        assert default_cache() == tmp_path / ".cache" / "dyad"


# --- the command --------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> list[str]:
    kg = str(Path(sys.executable).with_name("kg"))
    return [kg, "fetch", *arguments, "--data", str(folder / "data"), "--cache", str(folder / "cache")]


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(folder, *arguments), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_the_command_says_what_it_did(tmp_path: Path, place: Path) -> None:
    with publishing(flows=in_turn(status(503, Retry_After="0"), file())) as publisher:
        describe(tmp_path, (NAME, BODY, f"{publisher.address}/flows"))
        first, second = kg(tmp_path, "axia"), kg(tmp_path, "axia")
    assert (first.returncode, first.stdout) == (0, f"{place}: downloaded\n")
    assert "Trying again in 0 s" in first.stderr
    assert f"{NAME}: {len(BODY):,} bytes …" in first.stderr
    assert (second.returncode, second.stdout, second.stderr) == (0, f"{place}: there already\n", "")


def test_exit_codes_tell_drift_from_failure(tmp_path: Path) -> None:
    with publishing(flows=file(OTHER)) as publisher:
        describe(tmp_path, (NAME, BODY, f"{publisher.address}/flows"))
        drifted = kg(tmp_path, "axia")
        describe(tmp_path, (NAME, BODY, None))
        failed = kg(tmp_path, "axia")
    unknown = kg(tmp_path, "bexia")
    assert [done.returncode for done in (drifted, failed, unknown)] == [1, 2, 2]
    assert "kg explain source-drifted" in drifted.stderr
    assert "kg explain download-failed" in failed.stderr
    assert "axia" in unknown.stderr


def test_the_article_is_not_to_be_had_from_an_address(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = kg(tmp_path, "kazinform-2025-11-12")
    assert done.returncode == 2
    assert "kazinform-2025-11-12.kk.txt" in done.stderr


def test_what_is_fetched_can_be_adapted_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with publishing(flows=file()) as publisher:
        folder = describe(tmp_path, (NAME, BODY, f"{publisher.address}/flows"))
        arguments = command(tmp_path, "axia")[2:]
        fetching.fetch.main(arguments, standalone_mode=False)
        assert "next:" not in capsys.readouterr().out
        (folder / "adaptor.py").touch()
        fetching.fetch.main(arguments, standalone_mode=False)
    expected = f"next: kg adapt axia {tmp_path / 'cache' / 'axia'} --data={tmp_path / 'data'}"
    assert capsys.readouterr().out.splitlines()[-1] == expected


def test_a_terminal_shows_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with fetching._report() as report:
        report.advance(NAME, 0, None)
        report.note("[bold] is no markup")
        report.advance(NAME, 500, 1000)
    assert "[bold] is no markup" in terminal.getvalue()
    assert "0.5/1.0 kB" in terminal.getvalue()


def test_a_killed_run_leaves_the_old_file_and_its_half(tmp_path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_bytes(b"old")
    with publishing(flows=in_turn(hanging(), file())) as publisher:
        describe(tmp_path, (NAME, BODY, f"{publisher.address}/flows"))
        running = subprocess.Popen(
            command(tmp_path, "axia", "--force"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert publisher.half_sent.wait(30)
        end = time.monotonic() + 30
        while PartialFile(place).size < HALF and time.monotonic() < end:
            time.sleep(0.01)
        running.kill()
        running.wait()
        assert place.read_bytes() == b"old"
        assert PartialFile(place).path.read_bytes() == BODY[:HALF]
        done = kg(tmp_path, "axia", "--force")
    assert done.returncode == 0, done.stderr
    assert publisher.asked[1] == ("/flows", REST)
    assert place.read_bytes() == BODY


# --- a build is offline -------------------------------------------------------------------------------------------

WATCHED = """
import sys
from pathlib import Path

def watch(event, arguments):
    fetches = event == "import" and arguments[0].startswith("kg.fetch")
    if fetches or event in {"socket.connect", "socket.getaddrinfo"}:
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(watch)
from kg.core import assets
from kg.building import build

"""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("build([Path('data')], assets.ontology(), Path('build'))", 0),
        ("import kg.fetch.source", 1),
        ("import socket; socket.create_connection(('127.0.0.1', 1))", 1),
    ],
)
def test_a_build_never_fetches(line: str, code: int, tmp_path: Path) -> None:
    copy_small_seed(tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED + line],
        cwd=tmp_path,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert (tmp_path / "build").exists() == (code == 0)
