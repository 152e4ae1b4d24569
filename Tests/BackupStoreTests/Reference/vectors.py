#!/usr/bin/env python3
"""Writes the test vectors of the backup format: vectors.py DIRECTORY

Deterministic: a generator seeded with a vector's name stands in for random bytes, so a vector that
is added changes no other. Each vector has one thing wrong with it. A vector is a base file and a
list of patches; README.md beside the vectors describes index.json.
"""
import hashlib
import io
import json
import os
import sys

import nacl.bindings as sodium

import cvb
from cvb import BLOCK, CHUNK, FIELDS, HEADER, TAG

CREATED = 1_700_000_000
DEVICE = {"model": "CX-1", "serial": "000123", "firmware": "1.0.0"}
METADATA = dict(created=CREATED, files=0, modules=0, label="before the move", **DEVICE)


def drbg(name):
    """A source of bytes that depend on nothing but the name."""
    stream = hashlib.shake_256(b"backup store vectors 1: " + name.encode()).digest(8192)
    position = 0

    def take(count):
        nonlocal position
        position += count
        assert position <= len(stream)
        return stream[position - count:position]
    return take


# --- Archives, block by block: these must be able to break the rules ---------------------------

def entry(path, data=b"", kind="0", target="", mode=0o644, prefix="", size=None, magic=b"ustar\x0000"):
    """A ustar header and its data."""
    def digits(value, length):
        return f"{value:0{length - 1}o}".encode() + b"\0"
    block = bytearray(BLOCK)
    raw = path if isinstance(path, bytes) else path.encode()
    for offset, value in [(0, raw), (100, digits(mode, 8)), (108, digits(0, 8)), (116, digits(0, 8)),
                          (124, digits(len(data) if size is None else size, 12)), (136, digits(CREATED, 12)),
                          (156, kind.encode()), (157, target.encode()), (257, magic),
                          (329, digits(0, 8)), (337, digits(0, 8)), (345, prefix.encode())]:
        block[offset:offset + len(value)] = value
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}".encode() + b"\0 "
    return bytes(block) + data.ljust(-(-len(data) // BLOCK) * BLOCK, b"\0")


def pax(kind="x", *more, **records):
    """An extended header; `more` are records whose keys may be there twice, or hold any byte."""
    out = b""
    for key, value in [*records.items(), *more]:
        key, value = (text if isinstance(text, bytes) else text.encode() for text in (key, value))
        tail = b" " + key + b"=" + value + b"\n"
        size = len(tail) + 1
        while len(str(size)) + len(tail) != size:
            size = len(str(size)) + len(tail)
        out += str(size).encode() + tail
    return entry("pax", out, kind)


def directory(path):
    return entry(path + "/", kind="5", mode=0o755)


def link(path, target):
    return entry(path, kind="2", target=target, mode=0o777)


def module(address, file="", **other):
    return {"address": address, "kind": "lens", "serial": "M1", "firmware": "0.9",
            "file": f"modules/{address}" if file == "" else file, **other}


def manifest(modules=(), **other):
    """The manifest; a value of ... leaves its key out."""
    values = {"format": 1, **DEVICE, "created": CREATED, "modules": modules, **other}
    kept = {key: value for key, value in values.items() if value is not ...}
    return entry("manifest.json", json.dumps(kept).encode())


def archive(*parts, end=1024):
    return b"".join(parts) + bytes(end)


CONFIG = directory("config")

# Where the specification leaves room, and another answer would be as good.
AMBIGUOUS = {
    "archive-repeated-component": "\"duplicate components\" is read as duplicate paths",
    "archive-unknown-manifest-keys": "unknown keys of the manifest are not mentioned",
    "archive-space-in-address": "a space may count as printable or not",
    "archive-bad-gnu-magic": "the magic of the header blocks is not mentioned",
    "archive-bad-link-without-target": "an empty link target is not mentioned",
    "archive-bad-size-of-directory": "the size of an entry without contents is not mentioned",
    "archive-bad-config-is-a-file": "what config itself may be is not mentioned",
    "archive-bad-manifest-serial-a-number": "the types in the manifest are not mentioned",
}
PART_NOT_COMPARED = "a camera may compare the vault part with its own: then damaged"
METADATA_NOT_OPEN = "metadata that do not open may be blank: then ok, and open to the camera"
METADATA_ODD = "not of the wrong type, but not acceptable: blank here"
SMALL = archive(manifest())                                         # 2,048 bytes: the shortest that is valid


def sparse(path, real, parts=None, data=b"", map=None, **records):
    """A file with holes: extended header, header, map and data."""
    numbers = [len(parts or [])] + [number for part in parts or [] for number in part]
    lines = "".join(f"{number}\n" for number in numbers).encode() if map is None else map
    lines = lines.ljust(-(-len(lines) // BLOCK) * BLOCK, b"\0")
    header = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": path,
              "GNU.sparse.realsize": str(real)}
    header = {key: value for key, value in {**header, **records}.items() if value is not ...}
    return pax(**header) + entry("GNUSparseFile.0/x", lines + data)


ACCESS = bytes.fromhex("02000000" "01000600ffffffff" "02000500d2040000" "04000400ffffffff" "10000500ffffffff"
                       "20000400ffffffff")
ACCESS_TEXT = "user::rw-,user:1234:r-x:1234,group::r--,mask::r-x,other::r--"
X = "SCHILY.xattr."


def long_path(count):
    """A path of `count` bytes under config/."""
    return ("config/" + "p" * 100 + "/" + "q" * 100 + "/").ljust(count, "r")


def deep_path(count):
    """A path of `count` bytes under config/, of names that a file system takes."""
    return ("config/" + ("d" * 200 + "/") * 20).ljust(count, "r")


def good_archives():
    yield "config", archive(
        manifest([module("0.1"), module("b-2", None)]), CONFIG, entry("config/a", b"one\n", mode=0o600),
        entry("config/empty"), directory("config/d"), entry("config/d/full", b"x" * BLOCK),
        directory("modules"), entry("modules/0.1", b"gain=3\n"))
    yield "links", archive(
        manifest(), CONFIG, link("config/relative", "../../etc/passwd"), link("config/absolute", "/etc/passwd"),
        link("config/nowhere", "no such file"), pax(linkpath="t" * 300), link("config/long", "t" * 100))
    yield "pax", archive(
        manifest(), pax(path=long_path(255), mtime="1700000000.123456789", uid="3000000000", gid="70000"),
        entry("config/short"), pax(path="config/größe", size="3"), entry("config/x", b"abc", size=0))
    yield "special-bits", archive(
        manifest(), CONFIG, entry("config/a", b"1", mode=0o4755), entry("config/d/", kind="5", mode=0o3770))
    yield "extended-attributes", archive(
        manifest(), pax(**{X + "user.root": "r", X + "system.posix_acl_default": ACCESS,
                           "SCHILY.acl.default": ACCESS_TEXT}),
        CONFIG, pax(**{X + "user.a": b"\0\n=", X + "user.%3D%25": "",
                       X + "security.capability": b"\1\0\0\2" + bytes(16),
                       X + "system.posix_acl_access": ACCESS, "SCHILY.acl.access": ACCESS_TEXT,
                       X + "trusted.t": b"\xff"}),
        entry("config/a", b"1"), pax(**{X + "trusted.l": "l"}), link("config/l", "a"))
    yield "extended-attribute-65536", archive(manifest(), pax(**{X + "user.a": b"v" * 65_536}), entry("config/a"))
    yield "extended-attribute-name-255", archive(manifest(), pax(**{X + "user." + "n" * 250: "v"}), entry("config/a"))
    yield "binary-names", archive(
        manifest(), CONFIG, pax(hdrcharset="BINARY", path=b"config/T\xfcr"), entry("config/T_r", b"1"),
        pax(hdrcharset="BINARY", path=b"config/d\xe9/"), directory("config/d_"),
        pax(hdrcharset="BINARY", path=b"config/d\xe9/new\nline"), entry("config/x"),
        pax(hdrcharset="BINARY", linkpath=b"\xff\xfe"), link("config/l", "x"),
        pax(hdrcharset="BINARY"), entry(b"config/\xf6"))
    yield "path-4095", archive(manifest(), pax(path=deep_path(4095)), entry("config/short", b"1"))
    yield "sparse", archive(
        manifest(), sparse("config/middle", 12_288, [(4096, 5), (12_288, 0)], b"12345"),
        sparse("config/all", 1 << 40, [(1 << 40, 0)]), sparse("config/first", 5000, [(4096, 904)], b"x" * 904),
        sparse("config/none", 0, [(0, 0)]), sparse("config/no-parts", 4096, []),
        sparse("config/many", 400_000, [(at * 40, 1) for at in range(10_000)], b"m" * 10_000),
        sparse(b"config/T\xfcr", 8192, [(0, 1), (8192, 0)], b"1", hdrcharset="BINARY"),
        sparse("config/largest", 1 << 62, [(1 << 62, 0)]))
    yield "left-out", archive(manifest(left_out=[
        {"path": "config/uptime", "reason": "changing"}, {"path": "config/T\\xFCr \\\\", "reason": "some other"}]),
        CONFIG, entry("config/a", b"1"))
    yield "ustar-prefix", archive(manifest(), entry("q" * 90, b"a", prefix="config/" + "p" * 90))
    yield "parents-without-entries", archive(manifest(), entry("config/a/b/c", b"1"), entry("config/a/d", b"2"))
    yield "repeated-component", archive(manifest(), entry("config/a/a/a", b"1"))
    yield "dots-in-names", archive(manifest(), entry("config/..a"), entry("config/b.."), entry("config/..."))
    yield "zeros-after-end", archive(manifest(), end=4096)
    yield "unknown-manifest-keys", archive(manifest(colour="red"))
    yield "space-in-address", archive(manifest([module("0 1")]), entry("modules/0 1"))


def bad_archives():
    """(name, rule, archive)"""
    a = entry("config/a", b"1")
    for name, path, rule in [
            ("path-parent", "config/../a", "component of a path"),
            ("path-parent-last", "config/..", "component of a path"),
            ("path-absolute", "/config/a", "absolute path"),
            ("path-empty-component", "config//a", "component of a path"),
            ("path-file-slash", "config/a/", "component of a path"), ("path-empty", "", "length of a path"),
            ("path-not-utf-8", b"config/\xff", "UTF-8"), ("path-elsewhere", "other/a", "place of an entry"),
            ("path-top-level", "a", "place of an entry"),
            ("path-config-prefix", "configuration/a", "place of an entry"),
            ("config-is-a-file", "config", "place of an entry")]:
        yield name, rule, archive(manifest(), entry(path, b"1"))
    yield "path-4096", "length of a path", archive(manifest(), pax(path=deep_path(4096)), entry("config/short"))
    yield "config-is-a-link", "place of an entry", archive(manifest(), link("config", "/etc"), entry("config/a"))
    yield "duplicate-file", "duplicate path", archive(manifest(), a, a)
    yield "duplicate-directory", "duplicate path", archive(manifest(), CONFIG, CONFIG)
    yield "duplicate-through-pax", "duplicate path", archive(manifest(), a, pax(path="config/a"), entry("config/b"))
    yield "duplicate-manifest", "duplicate path", archive(manifest(), manifest())
    yield "through-a-link", "path through a link", archive(manifest(), link("config/l", "/tmp"), entry("config/l/a"))
    yield "through-a-link-deep", "path through a link", archive(
        manifest(), CONFIG, link("config/l", "."), entry("config/l/d/a"))
    yield "through-a-file", "path through a file", archive(manifest(), a, entry("config/a/b"))
    yield "link-over-directory", "duplicate path", archive(
        manifest(), CONFIG, directory("config/d"), link("config/d", "/"))
    yield "link-after-contents", "directory after its contents", archive(
        manifest(), entry("config/d/a"), link("config/d", "/tmp"))
    yield "directory-after-contents", "directory after its contents", archive(manifest(), a, CONFIG)
    yield "link-without-target", "link target", archive(manifest(), link("config/l", ""))
    for name, kind in [("hard-link", "1"), ("character-device", "3"), ("block-device", "4"), ("pipe", "6"),
                       ("gnu-long-name", "L"), ("gnu-sparse", "S"), ("unknown-type", "Z")]:
        yield name, "entry type", archive(manifest(), a, entry("config/b", kind=kind, target="config/a"))
    yield "pax-global", "entry type", archive(manifest(), pax("g", mtime="1"), a)
    yield "pax-global-first", "entry type", archive(pax("g", mtime="1"), manifest())
    for key in ("LIBARCHIVE.xattr.user.a", "GNU.sparse.map", "comment", "atime", "uname", "SCHILY.acl.ace",
                "SCHILY.xattr.trusted.overlay.opaque", "SCHILY.xattr.user.overlay.opaque", "SCHILY.xattr.security.evm",
                "SCHILY.xattr.system.nfs4_acl", "SCHILY.xattr.user.", "SCHILY.xattr.other.a", "SCHILY.xattr.user.%41"):
        yield f"pax-{key}", "pax key", archive(manifest(), pax(**{key: "1"}), a)
    yield "pax-xattr-name-256", "pax key", archive(manifest(), pax(**{X + "user." + "n" * 251: "v"}), a)
    yield "pax-xattr-twice", "pax record", archive(manifest(), pax("x", (X + "user.a", "1"), (X + "user.a", "1")), a)
    yield "pax-xattr-twice-encoded", "pax record", archive(
        manifest(), pax("x", (X + "user.%25", "1"), (X + "user.%25", "2")), a)
    yield "pax-xattr-65537", "pax record", archive(manifest(), pax(**{X + "user.a": "v" * 65_537}), a)
    yield "pax-acl-alone", "pax record", archive(manifest(), pax(**{"SCHILY.acl.access": ACCESS_TEXT}), a)
    yield "pax-hdrcharset-utf-8", "pax record", archive(manifest(), pax(hdrcharset="ISO-IR 10646 2000 UTF-8"), a)
    yield "pax-hdrcharset-twice", "pax record", archive(
        manifest(), pax("x", ("hdrcharset", "BINARY"), ("hdrcharset", "BINARY")), a)
    yield "pax-hdrcharset-of-another", "UTF-8", archive(manifest(), pax(hdrcharset="BINARY"), a, entry(b"config/\xff"))
    yield "pax-linkpath-not-utf-8", "UTF-8", archive(manifest(), pax(linkpath=b"\xff"), link("config/l", "x"))
    yield from bad_maps()
    yield "left-out-and-there", "left out and there", archive(
        manifest(left_out=[{"path": "config/a", "reason": "changing"}]), a)
    yield "left-out-above", "left out and there", archive(
        manifest(left_out=[{"path": "config/d", "reason": "changing"}]), entry("config/d/a"))
    for name, entries in [("elsewhere", [{"path": "modules/0.1", "reason": "changing"}]),
                          ("no-reason", [{"path": "config/b"}]),
                          ("twice", [{"path": "config/b", "reason": "changing"}] * 2), ("not-a-list", {"config/b": 1}),
                          ("as-a-whole", [{"path": "config", "reason": "changing"}])]:
        yield "left-out-" + name, "manifest", archive(manifest(left_out=entries), a)
    yield "pax-size-not-a-number", "pax record", archive(manifest(), pax(size="1x"), a)
    yield "pax-nul-in-path", "pax record", archive(manifest(), pax(path="config/a\0b"), a)
    yield "pax-path-not-utf-8", "UTF-8", archive(manifest(), pax(path=b"config/\xff"), a)
    yield "pax-length-too-short", "pax record", archive(manifest(), entry("pax", b"8 path=config/b\n", "x"), a)
    yield "pax-length-too-long", "pax record", archive(manifest(), entry("pax", b"99 path=config/b\n", "x"), a)
    yield "pax-path-parent", "component of a path", archive(manifest(), pax(path="config/../b"), a)
    yield "pax-without-entry", "pax header", archive(manifest(), pax(path="config/b"))
    yield "pax-twice", "pax header", archive(manifest(), pax(path="config/b"), pax(path="config/c"), a)
    yield "checksum", "checksum", archive(manifest(), bytes([a[0] ^ 1]) + a[1:])
    yield "gnu-magic", "ustar magic", archive(manifest(), entry("config/a", b"1", magic=b"ustar  \0"))
    yield "size-beyond-end", "entry beyond the end", archive(manifest(), entry("config/a", b"1", size=1 << 20))
    yield "size-overflow", "entry beyond the end", archive(manifest(), pax(size=str(2 ** 63 - 1)), a)
    yield "size-of-directory", "size of an entry without contents", archive(
        manifest(), entry("config/d/", kind="5", size=BLOCK), b"1".ljust(BLOCK))
    yield "no-entries", "manifest first", bytes(1536)
    yield "no-end", "no end", archive(manifest(), end=0)
    yield "one-end-block", "no end", archive(manifest(), end=BLOCK)
    yield "nonzero-after-end", "nonzero after the end", archive(manifest()) + bytes(511) + b"1"
    yield "entry-after-end", "nonzero after the end", archive(manifest()) + archive(a)
    yield "one-zero-block-then-entry", "nonzero after the end", archive(manifest(), bytes(BLOCK), a)
    yield "length-not-of-blocks", "length", archive(manifest()) + b"\0"
    yield "length-1536", "manifest", archive(entry("manifest.json"))
    yield from bad_manifests(a)


def bad_maps():
    """Files with holes whose maps lie."""
    for name, real, map, size in [
            ("none", 8192, b"hello", 0), ("empty-number", 8192, b"1\n\n0\n", 0), ("sign", 8192, b"1\n+1\n0\n", 0),
            ("without-end", 8192, b"2\n0\n4\n", 4), ("after-end", 8192, b"1\n8192\n0\n1", 0),
            ("backwards", 8192, b"2\n4096\n8\n0\n8\n", 16), ("overlap", 8192, b"2\n0\n8\n4\n8\n", 16),
            ("beyond-end", 8192, b"1\n8190\n8\n", 8), ("offset-overflow", 8192, b"1\n9223372036854775807\n8\n", 8),
            ("length-overflow", 1 << 62, b"1\n4611686018427387904\n4611686018427387904\n", 8),
            ("sum-overflow", 1 << 62, b"3\n0\n4611686018427387904\n" * 2, 8), ("endless", 8192, b"1\n" + b"9" * 600, 8),
            ("empty-part", 8192, b"2\n0\n0\n0\n8\n", 8), ("less-data", 8192, b"1\n0\n8\n", 7),
            ("more-data", 8192, b"1\n0\n8\n", 9), ("too-many", 8192, b"16385\n", 0)]:
        yield "sparse-map-" + name, "sparse map", archive(
            manifest(), sparse("config/a", real, data=b"d" * size, map=map))
    yield "sparse-no-map", "sparse map", archive(
        manifest(), pax(**{"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "config/a",
                           "GNU.sparse.realsize": "0"}), entry("x"))
    yield "sparse-of-a-link", "sparse map", archive(
        manifest(), pax(**{"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "config/a",
                           "GNU.sparse.realsize": "1"}), link("config/a", "b"))
    yield "sparse-of-a-module", "sparse map", archive(
        manifest([module("0.1")]), sparse("modules/0.1", 1 << 50, [(1 << 50, 0)]))
    for name, other in [("major-0", {"GNU.sparse.major": "0"}), ("minor-1", {"GNU.sparse.minor": "1"}),
                        ("no-name", {"GNU.sparse.name": ...}), ("no-size", {"GNU.sparse.realsize": ...}),
                        ("size-too-large", {"GNU.sparse.realsize": str((1 << 62) + 1)})]:
        yield "sparse-" + name, "pax record", archive(
            manifest(), sparse("config/a", 8192, [(8192, 0)], **other))
    yield "sparse-path-parent", "component of a path", archive(manifest(), sparse("config/../a", 8192, [(8192, 0)]))


def bad_manifests(a):
    yield "manifest-not-first", "manifest first", archive(CONFIG, manifest())
    yield "manifest-missing", "manifest first", archive(CONFIG, a)
    yield "manifest-is-a-link", "manifest first", archive(link("manifest.json", "config/m"))
    yield "manifest-not-json", "manifest", archive(entry("manifest.json", b"format=1\n"))
    yield "manifest-a-list", "manifest", archive(entry("manifest.json", b"[1]"))
    yield "manifest-format-2", "manifest", archive(manifest(format=2))
    yield "manifest-no-format", "manifest", archive(manifest(format=...))
    yield "manifest-no-modules", "manifest", archive(manifest(...))
    yield "manifest-serial-a-number", "manifest", archive(manifest(serial=123))
    yield "module-not-in-manifest", "modules and manifest", archive(manifest(), entry("modules/0.1", b"1"))
    yield "module-not-in-archive", "modules and manifest", archive(manifest([module("0.1")]))
    yield "module-null-but-there", "modules and manifest", archive(
        manifest([module("0.1", None)]), entry("modules/0.1", b"1"))
    yield "module-listed-twice", "modules and manifest", archive(
        manifest([module("0.1"), module("0.1")]), entry("modules/0.1", b"1"))
    yield "module-of-another-file", "modules and manifest", archive(
        manifest([module("0.1", "modules/0.2")]), entry("modules/0.2", b"1"))
    yield "module-address-with-slash", "manifest", archive(manifest([module("../config/a", None)]))
    yield "module-address-parent", "manifest", archive(manifest([module("..", None)]))
    yield "module-address-not-ascii", "manifest", archive(manifest([module("é", None)]))
    yield "module-address-control", "manifest", archive(manifest([module("a\nb", None)]))
    yield "module-deeper", "place of an entry", archive(manifest(), entry("modules/0.1/a", b"1"))
    yield "module-is-a-link", "place of an entry", archive(manifest([module("0.1")]), link("modules/0.1", "x"))


# --- The set of vectors ------------------------------------------------------------------------

class Maker:
    """Collects vaults, base files and vectors, and finds out what each vector is for the reader."""

    def __init__(self, folder):
        self.folder, self.vaults, self.vectors, self.psks = folder, {}, [], {}
        self.pins, self.secrets, self.names = {}, {}, set()

    def vault(self, name, pin, **options):
        vault = cvb.Vault.create(pin, rng=drbg("vault " + name), **options)
        secret = cvb.stretch(pin, *(cvb.get(vault.part, key) for key in ("salt", "opslimit", "memlimit")))
        self.pins[name], self.secrets[name] = pin, vault
        self.psks[vault.vault_id] = vault.psk
        self.vaults[name] = {
            "pin": pin, "vault_id": vault.vault_id.hex(), "s": secret.hex(),
            "kek": cvb.kdf(secret, 1, b"cvb-kek_").hex(), "ck": vault.ck.hex(), "sk": vault.sk.hex(),
            "psk": vault.psk.hex(), "vault_part": vault.part.hex()}
        return vault

    def base(self, name, plaintext, vault="digits-4", metadata=METADATA, counter=1):
        """Seals a base file; returns its bytes."""
        data = cvb.seal(self.secrets[vault], plaintext, metadata, counter,
                        drbg("card")(16), drbg("backup " + name))
        with open(os.path.join(self.folder, name + ".cvb"), "wb") as file:
            file.write(data)
        return data

    def add(self, name, file, expected, check=None, patches=(), camera=None, vault="digits-4", **other):
        """Adds a vector after making sure that the reader agrees with what it is meant to be."""
        assert name not in self.names, name
        self.names.add(name)
        vector = {"name": name, "file": file + ".cvb", "patches": list(patches), "vault": vault,
                  "pin": self.pins[vault], **other}
        if not patches:
            del vector["patches"]
        data = cvb.load_vector(self.folder, vector)
        header = data.ljust(HEADER, b"\0")
        if "card_name" not in other:
            vector["card_name"] = cvb.card_name(self.number(header, "epoch"), self.number(header, "counter"))
        vector["expected"] = expected
        if check:
            vector["check"] = check
        vector["camera"] = camera or {"ok": "open", "refused-archive": "open"}.get(expected, expected)
        self.complete(vector, data)
        self.vectors.append(vector)

    @staticmethod
    def number(header, field):
        """The field for a name; 1 if no name could say it."""
        value = cvb.get(header, field)
        return value if 1 <= value <= 65_535 else 1

    def complete(self, vector, data):
        state = cvb.camera_state(io.BytesIO(data), self.psks, vector["card_name"])
        assert state == vector["camera"], (vector["name"], state, vector["camera"])
        if vector.get("heavy"):
            return
        word, check, digest, metadata = cvb.examine(data, vector["card_name"], vector["pin"])
        assert (word, check) == (vector["expected"], vector.get("check")), (vector["name"], word, check)
        if digest:
            vector["plaintext_sha256"] = digest
        if metadata:
            vector["metadata"] = metadata
        if not any(data[:BLOCK]):
            vector["blank"] = True
        if vector["name"] in AMBIGUOUS:
            vector["ambiguous"] = AMBIGUOUS[vector["name"]]

    def good(self, name, plaintext, vault="digits-4", metadata=METADATA, counter=1, **other):
        data = self.base(name, plaintext, vault, metadata, counter)
        backup = cvb.Backup(io.BytesIO(data))
        dk = backup.data_key(self.secrets[vault])
        self.add(name, name, "ok", vault=vault, dk=dk.hex(), file_tag=data[-TAG:].hex(),
                 payload_key=cvb.payload_key(self.secrets[vault].psk, dk, backup.header).hex(), **other)
        return data

    def write(self):
        index = {"format": 1, "vaults": self.vaults, "vectors": self.vectors}
        text = json.dumps({**index, "vectors": "@"}, indent=1, ensure_ascii=False)
        lines = ",\n".join("  " + json.dumps(vector, ensure_ascii=False) for vector in self.vectors)
        with open(os.path.join(self.folder, "index.json"), "w", encoding="utf-8") as file:
            file.write(text.replace('"@"', "[\n" + lines + "\n ]") + "\n")


def difference(base, data):
    """Patches that make `data` of `base`."""
    patches, position, common = [], 0, min(len(base), len(data))
    if len(data) < len(base):
        patches.append({"truncate": len(data)})
    while position < common:
        if base[position] == data[position]:
            position += 1
            continue
        end = position + 1
        while end < common and base[end:end + 8] != data[end:end + 8]:
            end += 1
        patches.append({"offset": position, "hex": data[position:end].hex()})
        position = end
    if len(data) > len(base):
        patches.append({"append": data[len(base):].hex()})
    return patches


def good_vectors(maker):
    small = maker.good("good", SMALL)
    maker.good("good-pin-64", SMALL, vault="digits-64")
    maker.good("good-maxima", SMALL, vault="maxima", counter=65_535)
    maker.good("good-65536", SMALL.ljust(CHUNK, b"\0"))
    maker.good("good-66048", SMALL.ljust(CHUNK + BLOCK, b"\0"))
    maker.good("good-131072", SMALL.ljust(2 * CHUNK, b"\0"))
    for name, plaintext in good_archives():
        maker.good("archive-" + name, plaintext)
    maker.add("good-name-in-lower-case", "good", "ok", card_name="00010001.cvb")
    return small


def wrong_pins(maker):
    for name, pin in [("wrong-pin", "3142"), ("wrong-pin-longer", "31415"),
                      ("wrong-pin-other-vault", maker.pins["digits-64"])]:
        maker.add(name, "good", "wrong-pin", camera="open", pin=pin)


def metadata_vectors(maker, small):
    """Only the sealed metadata differ, so that these are patches, too."""
    def vary(name, metadata, **other):
        data = bytearray(small[:HEADER])
        sealed = cvb.seal_metadata(vault.psk, cvb.get(small, "metadata_nonce"), metadata)
        cvb.put(data, "sealed_metadata", sealed)
        maker.add("metadata-" + name, "good", "ok", patches=difference(small, rebuild(maker, small, data)), **other)
    vault = maker.secrets["digits-4"]
    vary("modules-and-left-out", {**METADATA, "modules": 4, "modules_total": 5, "left_out": 2})
    vary("label-empty", {**METADATA, "label": ""})
    vary("label-64", {**METADATA, "label": "l" * 64})
    vary("label-64-utf-8", {**METADATA, "label": "ß" * 32})
    vary("label-64-escaped", {**METADATA, "label": "\"\\" * 16})
    vary("label-escaped-otherwise", b'{"label":"\\u0061\\/\\ud83d\\ude00"}')
    vary("texts-48", {**METADATA, "model": "m" * 48, "serial": "s" * 48, "firmware": "f" * 48})
    vary("unknown-keys", {**METADATA, "colour": "red", "nested": {"label": [1, None, {}]}})
    vary("wrong-types", dict(created="now", files=True, modules=[1], label=5, model=None, serial={}, firmware="1"))
    vary("absent", {})
    vary("full", json.dumps({**METADATA, "x": ""}).replace('""', '"%s"').encode() % (
        b"y" * (512 - len(json.dumps({**METADATA, "x": ""})))))
    for name, value in [("label-65", {**METADATA, "label": "l" * 65}), ("label-control", {**METADATA, "label": "a\nb"}),
                        ("created-negative", {**METADATA, "created": -1}), ("not-json", b"label=5"),
                        ("not-an-object", b"[1]"), ("not-utf-8", b'{"label":"\xff"}'), ("spaces", b"")]:
        vary(name, value, ambiguous=METADATA_ODD)


def rebuild(maker, base, header, vault="digits-4", plaintext=None, dk=None, mac=None):
    """A backup with the header given, its MAC, payload and tag made again."""
    backup, vault = cvb.Backup(io.BytesIO(base)), maker.secrets[vault]
    if plaintext is None:
        plaintext = b"".join(backup.plaintext(vault))
    return cvb.assemble(header, vault.psk, dk or backup.data_key(vault), plaintext, mac)


def header_vectors(maker, small):
    """Every field beyond its bounds, as it is and with everything else made to agree.

    The latter are patches of a backup of one byte, else each would repeat the whole payload.
    """
    tiny = maker.base("one-byte", b"\0")
    maker.add("one-byte", "one-byte", "refused-archive", "length")
    number = lambda name, value: value.to_bytes(FIELDS[name][1], "little")
    cases = [("magic", b"CVBKUP2\n", "magic"), ("magic", b"CVBKUP1\0", "magic"), ("magic", b"cvbkup1\n", "magic")]
    for name, values in {
            "version": (0,), "header_size": (0, 1023, 1025), "kdf": (1, 3), "opslimit": (2, 11),
            "memlimit": (64_512, 65_535, 65_537, 1_049_600, 0xFFFFFC00), "epoch": (0, 65_536, 1 << 24),
            "counter": (0, 65_536, 1 << 24), "chunk_size": (0, 65_535, 65_537, 131_072),
            "length": (cvb.MAX_LENGTH + 1, 1 << 63, (1 << 64) - 1)}.items():
        cases += [(name, number(name, value), name) for value in values]
    for name in ("vault_id", "card_id"):
        cases.append((name, bytes(16), name))
    for name, (_, length, _) in FIELDS.items():
        if name.startswith("zero_"):
            cases += [(name, bytes([1]).ljust(length, b"\0"), name), (name, bytes([128]).rjust(length, b"\0"), name)]
    for name, raw, check in cases:
        tail = raw.hex().lstrip("0") or "0"
        label = f"header-{name}-{int.from_bytes(raw, 'little') if FIELDS[name][2] is int else tail[:16]}"
        if name.startswith("zero_"):
            label = f"header-{name}-" + ("first" if raw[0] else "last")
        put_and_add(maker, label, name, raw, "damaged", check)
        resigned = cvb.resign(tiny, name, int.from_bytes(raw, "little") if FIELDS[name][2] is int else raw,
                              maker.pins["digits-4"])
        maker.add(label + "-resigned", "one-byte", "damaged", check, difference(tiny, resigned))
    for version in (2, 256, 65_535):
        put_and_add(maker, f"header-version-{version}", "version", number("version", version), "foreign", "version")


def put_and_add(maker, name, field, raw, expected, check=None, **other):
    maker.add(name, "good", expected, check, [{"offset": FIELDS[field][0], "hex": raw.hex()}], **other)


def length_vectors(maker, small):
    """Lengths that do not fit the file, and L = 0 in a file made to fit."""
    for value in (1, len(SMALL) - 1, len(SMALL) + 1, CHUNK, cvb.MAX_LENGTH):
        put_and_add(maker, f"header-length-{value}", "length", value.to_bytes(8, "little"), "damaged", "size")
    put_and_add(maker, "header-length-0", "length", bytes(8), "damaged", "length")
    header = bytearray(small[:HEADER])
    cvb.put(header, "length", 0)
    maker.add("length-0-resigned", "good", "damaged", "length",
              difference(small, rebuild(maker, small, header, plaintext=b"")))


def accepted_bounds(maker, small):
    """Values just inside the bounds: the header MAC or the PIN must refuse them, not a bound."""
    number = lambda name, value: value.to_bytes(FIELDS[name][1], "little")
    for name, value in [("opslimit", 10), ("memlimit", 66_560), ("epoch", 2), ("epoch", 65_535)]:
        put_and_add(maker, f"inside-{name}-{value}", name, number(name, value), "wrong-pin", camera="damaged")
    put_and_add(maker, "inside-memlimit-1048576", "memlimit", number("memlimit", 1_048_576), "wrong-pin",
                camera="damaged", heavy=True)
    for value in (2, 65_535):
        put_and_add(maker, f"inside-counter-{value}", "counter", number("counter", value), "damaged", "header_mac")
        resigned = cvb.resign(small, "counter", value, maker.pins["digits-4"])
        maker.add(f"inside-counter-{value}-resigned", "good", "ok", patches=difference(small, resigned))
    resigned = cvb.resign(small, "backup_id", bytes(16), maker.pins["digits-4"])
    maker.add("inside-backup_id-0-resigned", "good", "ok", patches=difference(small, resigned))


def name_vectors(maker):
    """A backup whose name on the card is that of another."""
    for name in ("00010002.CVB", "00020001.CVB", "00010000.CVB", "00000001.CVB", "00100010.CVB"):
        maker.add("name-" + name[:8], "good", "damaged", "name", card_name=name)


def flipped_vectors(maker, small):
    """One bit of every field and region, everything else left as it was."""
    in_part = {"salt", "pk", "wrap_nonce", "wrapped_vs", "pin_commit"}
    for name, (offset, length, _) in FIELDS.items():
        if name in ("magic", "version", "header_size", "kdf", "memlimit", "length", "chunk_size", "epoch",
                    "counter", "opslimit") or name.startswith("zero_"):
            continue
        for place, position in [("first", offset), ("last", offset + length - 1)]:
            patch = [{"offset": position, "hex": bytes([small[position] ^ 0x80]).hex()}]
            if name == "vault_id":
                maker.add(f"flip-{name}-{place}", "good", "wrong-pin", None, patch, camera="foreign")
            elif name in in_part:
                maker.add(f"flip-{name}-{place}", "good", "wrong-pin", None, patch, camera="damaged")
            else:
                maker.add(f"flip-{name}-{place}", "good", "damaged", "header_mac", patch)
    end = len(small)
    for place, position in [("chunk-mac", HEADER), ("chunk-first", HEADER + 16), ("chunk-last", end - TAG - 1),
                            ("file-tag-first", end - TAG), ("file-tag-last", end - 1)]:
        maker.add(f"flip-{place}", "good", "damaged", "file_tag",
                  [{"offset": position, "hex": bytes([small[position] ^ 1]).hex()}])


def forged_vectors(maker, small):
    """Files by someone who knows every key: only the one check can find the fault."""
    vault, pin = maker.secrets["digits-4"], maker.pins["digits-4"]
    secret = vault.sk + vault.psk
    kek = cvb.Vault.pin_keys(pin, *(cvb.get(small, key) for key in ("salt", "opslimit", "memlimit")))[0]
    nonce = cvb.get(small, "wrap_nonce")

    def add(name, check, changes, commit=False, camera="damaged", **other):
        header = bytearray(small[:HEADER])
        for field, value in changes.items():
            cvb.put(header, field, value)
        if commit:
            cvb.put(header, "pin_commit", cvb.keyed_hash(vault.ck, header[:216]))
        mac = changes.get("header_mac")
        maker.add("forged-" + name, "good", "damaged", check,
                  difference(small, rebuild(maker, small, header, mac=mac)), camera, **other)

    def wrap(message, key=kek):
        return {"wrapped_vs": sodium.crypto_secretbox(message, nonce, key)}

    flip = lambda field: bytes([small[FIELDS[field][0]] ^ 1]) + cvb.get(small, field)[1:]
    part = dict(commit=True, camera="open", ambiguous=PART_NOT_COMPARED)
    add("vault-id-in-vs", "vault_id in VS", wrap(secret + bytes([1]) * 16), **part)
    add("wrap-under-another-key", "wrapped_vs", wrap(secret + vault.vault_id, bytes(32)), **part)
    add("wrapped-vs", "wrapped_vs", {"wrapped_vs": flip("wrapped_vs")}, **part)
    other_sk = drbg("another secret key")(32)
    add("pk", "pk", {"pk": sodium.crypto_scalarmult_base(other_sk)}, **part)
    add("sk", "pk", wrap(other_sk + vault.psk + vault.vault_id), **part)
    add("header-mac", "header_mac", {"header_mac": flip("header_mac")})
    add("sealed-dk", "sealed_dk", {"sealed_dk": flip("sealed_dk")}, camera="open")
    add("sealed-dk-for-another-key", "sealed_dk", {"sealed_dk": cvb.box_seal(
        cvb.Backup(io.BytesIO(small)).data_key(vault), sodium.crypto_scalarmult_base(other_sk), drbg("forged dk"))},
        camera="open")
    other_key = sodium.crypto_secretbox(json.dumps(METADATA).encode().ljust(512), cvb.get(small, "metadata_nonce"),
                                        cvb.kdf(vault.psk, 1, b"cvb-meta"))
    for name, change in [("metadata", {"sealed_metadata": flip("sealed_metadata")}),
                         ("metadata-nonce", {"metadata_nonce": flip("metadata_nonce")}),
                         ("metadata-other-key", {"sealed_metadata": other_key})]:
        add(name, "sealed_metadata", change, camera="open", ambiguous=METADATA_NOT_OPEN)


def chunk_vectors(maker, bases):
    """Chunks that were altered or moved, with a file tag that agrees: the boxes must find it."""
    vault = maker.secrets["digits-4"]

    def add(name, file, check, chunks, patches):
        tag = cvb.file_tag(vault.psk, bases[file][:HEADER], chunks)
        maker.add("chunks-" + name, file, "damaged", check,
                  patches + [{"offset": len(bases[file]) - TAG, "hex": tag.hex()}], camera="open")

    def parts(file):
        backup = cvb.Backup(io.BytesIO(bases[file]))
        key = cvb.payload_key(vault.psk, backup.data_key(vault), backup.header)
        return backup, key, list(backup.chunks())

    backup, key, (only,) = parts("good")
    for name, index, last in [("last-flag-missing", 0, False), ("index-one", 1, True)]:
        box = sodium.crypto_secretbox(SMALL, cvb.chunk_nonce(backup["backup_id"], index, last), key)
        add(name, "good", "chunk 0", [box], [{"offset": HEADER, "hex": box.hex()}])
    flipped = only[:-1] + bytes([only[-1] ^ 1])
    add("flipped", "good", "chunk 0", [flipped], [{"offset": HEADER + len(only) - 1, "hex": flipped[-1:].hex()}])
    wrong_key = cvb.payload_key(vault.psk, bytes(32), backup.header)
    box = sodium.crypto_secretbox(SMALL, cvb.chunk_nonce(backup["backup_id"], 0, True), wrong_key)
    add("other-data-key", "good", "chunk 0", [box], [{"offset": HEADER, "hex": box.hex()}])

    size = CHUNK + 16
    backup, key, (first, second) = parts("good-131072")
    swap = [{"offset": HEADER, "from": HEADER + size, "length": size},
            {"offset": HEADER + size, "from": HEADER, "length": size}]
    add("swapped", "good-131072", "chunk 0", [second, first], swap)
    add("first-twice", "good-131072", "chunk 1", [first, first], swap[1:])
    maker.add("chunks-swapped-tag-kept", "good-131072", "damaged", "file_tag", swap)
    _, _, (first, short) = parts("good-66048")
    flipped = bytes([short[0] ^ 1]) + short[1:]
    add("second-flipped", "good-66048", "chunk 1", [first, flipped],
        [{"offset": HEADER + size, "hex": flipped[:1].hex()}])
    cut_off(maker, bases["good-66048"], vault, first)


def cut_off(maker, base, vault, first):
    """The last chunk removed, the length, MAC and tag made to agree by someone who knows psk."""
    header = bytearray(base[:HEADER])
    cvb.put(header, "length", CHUNK)
    cvb.put(header, "header_mac", cvb.header_mac(vault.psk, header))
    data = b"".join([header, first, cvb.file_tag(vault.psk, header, [first])])
    maker.add("chunks-last-cut-off", "good-66048", "damaged", "chunk 0", difference(base, data), camera="open")


def size_vectors(maker, small):
    end = len(small)
    for size in (0, 1, 511, 512, 1023):
        maker.add(f"truncate-{size}", "good", "damaged", "at least 1,024 bytes", [{"truncate": size}])
    for name, size in [("1024", HEADER), ("1025", HEADER + 1), ("end-33", end - 33), ("end-32", end - 32),
                       ("end-31", end - 31), ("end-1", end - 1)]:
        maker.add("truncate-" + name, "good", "damaged", "size", [{"truncate": size}])
    maker.add("truncate-after-first-chunk", "good-66048", "damaged", "size", [{"truncate": HEADER + CHUNK + 16}])
    maker.add("truncate-second-chunk-empty", "good-66048", "damaged", "size", [{"truncate": HEADER + CHUNK + 32 + TAG}])
    for name, tail in [("one-byte", "00"), ("a-block", "00" * BLOCK)]:
        maker.add("append-" + name, "good", "damaged", "size", [{"append": tail}])


def blank_vectors(maker):
    """What wiping leaves, and what looks like it: the bytes that a listing passes over."""
    zeros = lambda count: [{"offset": 0, "hex": "00" * count}]
    maker.add("wiped", "good", "damaged", "magic", zeros(1024))
    maker.add("wiped-first-512", "good", "damaged", "magic", zeros(512))
    maker.add("wiped-all-but-byte-511", "good", "damaged", "magic", zeros(512) + [{"offset": 511, "hex": "01"}])
    maker.add("wiped-short", "good", "damaged", "at least 1,024 bytes", zeros(700) + [{"truncate": 700}])
    maker.add("wiped-100-of-100", "good", "damaged", "at least 1,024 bytes", zeros(100) + [{"truncate": 100}])


def archive_vectors(maker):
    for name, rule, plaintext in bad_archives():
        maker.base("archive-bad-" + name, plaintext)
        maker.add("archive-bad-" + name, "archive-bad-" + name, "refused-archive", rule)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if old.endswith(".cvb"):
            os.unlink(os.path.join(folder, old))
    maker = Maker(folder)
    maker.vault("digits-4", "3141")
    maker.vault("digits-64", "0123456789" * 6 + "9999")
    maker.vault("maxima", "000000", epoch=65_535, opslimit=10, memlimit=66_560)
    small = good_vectors(maker)
    bases = {"good": small}
    for name in ("good-66048", "good-131072"):
        with open(os.path.join(folder, name + ".cvb"), "rb") as file:
            bases[name] = file.read()
    wrong_pins(maker)
    metadata_vectors(maker, small)
    header_vectors(maker, small)
    length_vectors(maker, small)
    accepted_bounds(maker, small)
    name_vectors(maker)
    flipped_vectors(maker, small)
    forged_vectors(maker, small)
    chunk_vectors(maker, bases)
    size_vectors(maker, small)
    blank_vectors(maker)
    archive_vectors(maker)
    maker.write()
    print(f"{len(maker.vectors)} vectors")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
