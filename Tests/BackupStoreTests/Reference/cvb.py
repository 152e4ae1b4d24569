#!/usr/bin/env python3
"""An independent reader and writer of backup files, format version 1.

Written from the specification alone, to show that a backup opens without the camera: Python 3.9
or newer and PyNaCl (Debian: python3-nacl) are all it takes. "Section" in a comment is a section of
the specification. As a module it offers Vault, Backup, check_archive and load_vector.

Every refusal has a class and a reason, and the command line ends with a code for the class:

    0 ok   1 input or output failed   2 usage   3 foreign   4 damaged: CHECK   5 wrong-pin
    6 refused-archive: RULE   7 needs more memory   8 a self-test failed

PINFILE holds the digits; one newline after them is allowed. "-" is standard input.
"""
import argparse
import collections
import functools
import hashlib
import hmac
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

MAGIC = b"CVBKUP1\n"
HEADER, PART, CHUNK, TAG = 1024, 256, 65536, 32
MAX_LENGTH = 4_227_858_432
BLOCK = 512

# name: (offset, length, type), as in the table of section 4; zero_N is the zero region at N.
FIELDS = {
    "magic": (0, 8, bytes), "version": (8, 2, int), "header_size": (10, 2, int), "kdf": (12, 1, int),
    "zero_13": (13, 3, bytes), "opslimit": (16, 4, int), "memlimit": (20, 4, int), "salt": (24, 16, bytes),
    "vault_id": (40, 16, bytes), "epoch": (56, 4, int), "zero_60": (60, 4, bytes), "pk": (64, 32, bytes),
    "wrap_nonce": (96, 24, bytes), "wrapped_vs": (120, 96, bytes), "pin_commit": (216, 32, bytes),
    "zero_248": (248, 8, bytes), "backup_id": (256, 16, bytes), "counter": (272, 4, int),
    "chunk_size": (276, 4, int), "length": (280, 8, int), "card_id": (288, 16, bytes),
    "sealed_dk": (304, 80, bytes), "metadata_nonce": (384, 24, bytes), "sealed_metadata": (408, 528, bytes),
    "zero_936": (936, 56, bytes), "header_mac": (992, 32, bytes),
}


# --- Refusals ---------------------------------------------------------------------------------

class Refusal(Exception):
    """Why a file was not accepted: `word` is the class, `check` names what failed."""
    word, code = "error", 1

    def __init__(self, check=None):
        super().__init__(self.word if check is None else f"{self.word}: {check}")
        self.check = check


class Foreign(Refusal):
    word, code = "foreign", 3


class Damaged(Refusal):
    word, code = "damaged", 4


class WrongPIN(Refusal):
    word, code = "wrong-pin", 5


class RefusedArchive(Refusal):
    word, code = "refused-archive", 6


class NeedsMemory(Refusal):
    word, code = "needs more memory", 7


# --- Cryptography (section 3) -----------------------------------------------------------------

def keyed_hash(key, *parts):
    """crypto_generichash: BLAKE2b, 32-byte key, 32 bytes out."""
    state = hashlib.blake2b(key=key, digest_size=32)
    for part in parts:
        state.update(part)
    return state.digest()


def kdf(key, number, context):
    """crypto_kdf_derive_from_key: BLAKE2b of nothing, number as salt, context as personalisation."""
    return hashlib.blake2b(key=key, digest_size=32, salt=number.to_bytes(8, "little") + bytes(8),
                           person=context + bytes(8)).digest()


@functools.lru_cache(maxsize=64)
def stretch(pin, salt, opslimit, memlimit):
    """The 32 bytes S that Argon2id makes of the digits."""
    try:
        return sodium.crypto_pwhash_alg(32, pin.encode("ascii"), salt, opslimit, memlimit * 1024,
                                        sodium.crypto_pwhash_ALG_ARGON2ID13)
    except (CryptoError, RuntimeError) as error:
        raise NeedsMemory(f"{memlimit} KiB") from error


def box_seal(message, pk, rng):
    """crypto_box_seal with an ephemeral key from rng, so that test vectors can be repeated."""
    ephemeral = rng(32)
    point = sodium.crypto_scalarmult_base(ephemeral)
    nonce = hashlib.blake2b(point + pk, digest_size=24).digest()
    return point + sodium.crypto_box(message, nonce, pk, ephemeral)


def unbox(check, open_box, *arguments):
    """The plaintext of a box; a box that does not open is `damaged: check`."""
    try:
        return open_box(*arguments)
    except (CryptoError, ValueError) as error:
        raise Damaged(check) from error


def require_pin(pin):
    if not re.fullmatch(r"[0-9]{4,64}", pin):
        raise ValueError("a PIN is 4 to 64 ASCII digits")
    return pin


# --- The header (sections 4 and 6) ------------------------------------------------------------

def get(header, name):
    offset, length, kind = FIELDS[name]
    raw = bytes(header[offset:offset + length])
    return int.from_bytes(raw, "little") if kind is int else raw


def put(header, name, value):
    """Sets a field of a bytearray; nothing is checked except that the value fits the field."""
    offset, length, kind = FIELDS[name]
    raw = value.to_bytes(length, "little") if kind is int else bytes(value)
    if len(raw) != length:
        raise ValueError(f"{name} has {length} bytes")
    header[offset:offset + length] = raw


def in_range(name, low, high):
    return name, lambda value: low <= value <= high


BOUNDS = [(name, lambda value: not any(value)) for name in FIELDS if name.startswith("zero_")] + [
    in_range("header_size", HEADER, HEADER),
    in_range("kdf", 2, 2),
    in_range("opslimit", 3, 10),
    ("memlimit", lambda value: 65_536 <= value <= 1_048_576 and value % 1024 == 0),
    ("vault_id", any),
    in_range("epoch", 1, 65_535),
    in_range("counter", 1, 65_535),
    in_range("chunk_size", CHUNK, CHUNK),
    in_range("length", 1, MAX_LENGTH),
    ("card_id", any),
]


def check_header(header):
    """The checks of section 6 that need nothing but the header."""
    if len(header) < HEADER:
        raise Damaged("at least 1,024 bytes")
    if get(header, "magic") != MAGIC:
        raise Damaged("magic")
    if get(header, "version") > 1:
        raise Foreign("version")
    if get(header, "version") != 1:
        raise Damaged("version")
    for name, accepted in BOUNDS:
        if not accepted(get(header, name)):
            raise Damaged(name)


def chunk_count(length):
    return -(-length // CHUNK)


def file_size(length):
    return HEADER + length + 16 * chunk_count(length) + TAG


def card_name(epoch, counter):
    return f"{epoch:04X}{counter:04X}.CVB"


def parse_name(name):
    """(epoch, counter) of a name of the form of section 4, else None."""
    match = re.fullmatch(r"([0-9A-F]{4})([0-9A-F]{4})\.CVB", name, re.IGNORECASE | re.ASCII)
    return match and tuple(int(digits, 16) for digits in match.groups())


# --- Vaults -----------------------------------------------------------------------------------

class Vault:
    """The secrets of one vault, and the 256 bytes that begin each of its backups."""

    def __init__(self, part, sk, psk, ck):
        self.part, self.sk, self.psk, self.ck = bytes(part), sk, psk, ck
        self.vault_id = get(part, "vault_id")

    @classmethod
    def create(cls, pin, epoch=1, opslimit=3, memlimit=65_536, rng=os.urandom):
        salt, vault_id, sk, psk, nonce = rng(16), rng(16), rng(32), rng(32), rng(24)
        kek, ck = cls.pin_keys(require_pin(pin), salt, opslimit, memlimit)
        part = bytearray(PART)
        for name, value in [("magic", MAGIC), ("version", 1), ("header_size", HEADER), ("kdf", 2),
                            ("opslimit", opslimit), ("memlimit", memlimit), ("salt", salt),
                            ("vault_id", vault_id), ("epoch", epoch), ("wrap_nonce", nonce),
                            ("pk", sodium.crypto_scalarmult_base(sk)),
                            ("wrapped_vs", sodium.crypto_secretbox(sk + psk + vault_id, nonce, kek))]:
            put(part, name, value)
        put(part, "pin_commit", keyed_hash(ck, part[:216]))
        return cls(part, sk, psk, ck)

    @classmethod
    def open(cls, part, pin):
        """Opens a vault part whose bounds have been checked."""
        kek, ck = cls.pin_keys(require_pin(pin), *(get(part, name) for name in ("salt", "opslimit", "memlimit")))
        if not hmac.compare_digest(keyed_hash(ck, part[:216]), get(part, "pin_commit")):
            raise WrongPIN()
        secret = unbox("wrapped_vs", sodium.crypto_secretbox_open,
                       get(part, "wrapped_vs"), get(part, "wrap_nonce"), kek)
        sk, psk, vault_id = secret[:32], secret[32:64], secret[64:]
        if vault_id != get(part, "vault_id"):
            raise Damaged("vault_id in VS")
        if sodium.crypto_scalarmult_base(sk) != get(part, "pk"):
            raise Damaged("pk")
        return cls(part[:PART], sk, psk, ck)

    @staticmethod
    def pin_keys(pin, salt, opslimit, memlimit):
        """KEK and CK."""
        secret = stretch(pin, salt, opslimit, memlimit)
        return kdf(secret, 1, b"cvb-kek_"), kdf(secret, 2, b"cvb-cmt_")


# --- Backups ----------------------------------------------------------------------------------

def header_mac(psk, header):
    return keyed_hash(kdf(psk, 1, b"cvb-hmac"), header[:992])


def payload_key(psk, dk, header):
    return keyed_hash(psk, b"cvb payload v1", dk, header[:HEADER])


def chunk_nonce(backup_id, index, last):
    return backup_id + index.to_bytes(7, "big") + bytes([1 if last else 0])


def file_tag(psk, header, chunks):
    """The tag over the header and the sealed chunks as they stand on the card."""
    key = kdf(psk, 3, b"cvb-file")
    digests = (keyed_hash(key, index.to_bytes(8, "little"), chunk) for index, chunk in enumerate(chunks))
    return keyed_hash(key, header[:HEADER], *digests)


def seal_chunks(key, backup_id, plaintext):
    count = chunk_count(len(plaintext))
    for index in range(count):
        piece = bytes(plaintext[index * CHUNK:(index + 1) * CHUNK])
        yield sodium.crypto_secretbox(piece, chunk_nonce(backup_id, index, index == count - 1), key)


def seal_metadata(psk, nonce, metadata):
    """metadata: a dictionary, or the text itself (bytes)."""
    text = metadata if isinstance(metadata, bytes) else json.dumps(
        metadata, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > 512:
        raise ValueError("the metadata do not fit into 512 bytes")
    return sodium.crypto_secretbox(text.ljust(512), nonce, kdf(psk, 2, b"cvb-meta"))


def assemble(header, psk, dk, plaintext, mac=None):
    """The bytes of a backup, once every header field but the MAC is there."""
    header = bytearray(header[:HEADER])
    put(header, "header_mac", mac or header_mac(psk, header))
    key = payload_key(psk, dk, header)
    chunks = list(seal_chunks(key, get(header, "backup_id"), plaintext))
    return b"".join([header, *chunks, file_tag(psk, header, chunks)])


def seal(vault, plaintext, metadata, counter, card_id, rng=os.urandom):
    """A complete backup of `plaintext` as it stands on a card."""
    dk, backup_id, nonce = rng(32), rng(16), rng(24)
    header = bytearray(vault.part) + bytes(HEADER - PART)
    for name, value in [("backup_id", backup_id), ("counter", counter), ("chunk_size", CHUNK),
                        ("length", len(plaintext)), ("card_id", card_id), ("metadata_nonce", nonce),
                        ("sealed_dk", box_seal(dk, get(vault.part, "pk"), rng)),
                        ("sealed_metadata", seal_metadata(vault.psk, nonce, metadata))]:
        put(header, name, value)
    return assemble(header, vault.psk, dk, plaintext)


NUMBERS = ("created", "files", "modules", "modules_total", "left_out")
TEXTS = {"label": 64, "model": 48, "serial": 48, "firmware": 48}


def parse_metadata(text):
    """The known fields; None for what is absent, of the wrong type or out of bounds."""
    def no_constant(word):
        raise ValueError(word)
    try:
        found = json.loads(text.decode("utf-8"), parse_constant=no_constant)
    except (ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    result = {}
    for name in NUMBERS:
        value = found.get(name)
        result[name] = value if type(value) is int and 0 <= value < 2 ** 63 else None
    for name, limit in TEXTS.items():
        value = found.get(name)
        good = isinstance(value, str) and value.isprintable() and encoded_length(value) <= limit
        result[name] = value if good else None
    return result


def encoded_length(text):
    """Bytes between the quotes in the shortest JSON encoding."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2


class Backup:
    """A backup file, opened for reading. The constructor makes the checks that need no key."""

    def __init__(self, file, name=None):
        self.file = file
        file.seek(0)
        self.header = file.read(HEADER)
        check_header(self.header)
        if file.seek(0, io.SEEK_END) != file_size(self["length"]):
            raise Damaged("size")
        if name is not None and parse_name(name) != (self["epoch"], self["counter"]):
            raise Damaged("name")

    def __getitem__(self, field):
        return get(self.header, field)

    def chunks(self):
        """The sealed chunks in order."""
        self.file.seek(HEADER)
        left = file_size(self["length"]) - HEADER - TAG
        while left:
            chunk = self.file.read(min(left, CHUNK + 16))
            if not chunk:
                raise Damaged("size")
            left -= len(chunk)
            yield chunk

    def verify(self, psk):
        """Header MAC, then file tag: what the camera checks without the PIN."""
        if not hmac.compare_digest(header_mac(psk, self.header), self["header_mac"]):
            raise Damaged("header_mac")
        computed = file_tag(psk, self.header, self.chunks())
        if not hmac.compare_digest(computed, self.file.read(TAG)):
            raise Damaged("file_tag")

    def metadata(self, psk):
        return parse_metadata(unbox("sealed_metadata", sodium.crypto_secretbox_open, self["sealed_metadata"],
                                    self["metadata_nonce"], kdf(psk, 2, b"cvb-meta")))

    def data_key(self, vault):
        return unbox("sealed_dk", sodium.crypto_box_seal_open, self["sealed_dk"], self["pk"], vault.sk)

    def plaintext(self, vault):
        """Yields the pieces of the plaintext. None may be used before the last has come."""
        key = payload_key(vault.psk, self.data_key(vault), self.header)
        for index, chunk in enumerate(self.chunks()):
            nonce = chunk_nonce(self["backup_id"], index, index == chunk_count(self["length"]) - 1)
            yield unbox(f"chunk {index}", sodium.crypto_secretbox_open, chunk, nonce, key)

    def open(self, pin, out):
        """Checks everything, writes the plaintext to `out` (a private file), returns the metadata."""
        vault = Vault.open(self.header[:PART], pin)
        self.verify(vault.psk)
        metadata = self.metadata(vault.psk)
        for piece in self.plaintext(vault):
            out.write(piece)
        return metadata

    def fields(self):
        return {name: self[name] if kind is int else self[name].hex()
                for name, (_, _, kind) in FIELDS.items() if not name.startswith("zero_")}


def camera_state(file, psk_by_vault, name=None):
    """How section 6 lists a file with the vaults of a record and an empty ledger: open, damaged or foreign."""
    try:
        backup = Backup(file, name)
        if backup["vault_id"] not in psk_by_vault:
            return "foreign"
        backup.verify(psk_by_vault[backup["vault_id"]])
        return "open"
    except Refusal as refusal:
        return refusal.word


def resign(data, field, value, pin):
    """`data` with a field changed by someone who knows the PIN: everything derived is made again.

    The derivation, the wrap and the sealed data key stay, so of the whole file only the field is wrong.
    """
    backup = Backup(io.BytesIO(data))
    vault = Vault.open(backup.header[:PART], pin)
    plaintext = b"".join(backup.plaintext(vault))
    header = bytearray(backup.header)
    put(header, field, value)
    if FIELDS[field][0] < 216:
        put(header, "pin_commit", keyed_hash(vault.ck, header[:216]))
    return assemble(header, vault.psk, backup.data_key(vault), plaintext,
                    value if field == "header_mac" else None)


# --- The archive (section 5) ------------------------------------------------------------------

# `size` is what the archive holds, `real` what the file has; `map` is None for a file without holes.
Entry = collections.namedtuple("Entry", "path kind mode uid gid mtime size target data extended real map")
KINDS = {b"0": "file", b"2": "link", b"5": "directory"}
PAX_VALUES = {"path": rb".+", "linkpath": rb".+", "size": rb"[0-9]{1,19}", "uid": rb"[0-9]{1,19}",
              "gid": rb"[0-9]{1,19}", "mtime": rb"-?[0-9]{1,19}(\.[0-9]*)?", "hdrcharset": rb"BINARY",
              "GNU.sparse.major": rb"1", "GNU.sparse.minor": rb"0", "GNU.sparse.name": rb".+",
              "GNU.sparse.realsize": rb"[0-9]{1,19}", "SCHILY.acl.access": rb".*", "SCHILY.acl.default": rb".*"}
SPARSE = ("GNU.sparse.major", "GNU.sparse.minor", "GNU.sparse.name", "GNU.sparse.realsize")
XATTR, ACL = b"SCHILY.xattr.", b"system.posix_acl_"
MAX_PAX, MAX_PATH, MAX_TARGET, MAX_MANIFEST, MAX_ENTRIES = 1 << 20, 4095, 4095, 1 << 24, 65_536
MAX_NAMES, MAX_FILE, MAX_PARTS, MAX_NAME, MAX_VALUE = 1 << 24, 1 << 62, 16_384, 255, 65_536


def octal(field):
    match = re.fullmatch(rb" *([0-7]+)[ \0]*", field)
    if not match:
        raise RefusedArchive("number")
    return int(match.group(1), 8)


def text(raw, binary=False):
    """Bytes that are not UTF-8 are kept as lone surrogates, where they are announced."""
    try:
        return raw.split(b"\0", 1)[0].decode("utf-8", "surrogateescape" if binary else "strict")
    except UnicodeDecodeError as error:
        raise RefusedArchive("UTF-8") from error


def raw(string):
    return string.encode("utf-8", "surrogateescape")


def names_text(path):
    """A path as the manifest has it: \\xNN for a byte that is not UTF-8, \\\\ for a backslash."""
    return "".join("\\x%02X" % (ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else "\\\\" if c == "\\" else c
                   for c in path)


def names_path(text):
    """The same the other way."""
    escape = rb"\\(\\|x[0-9A-Fa-f]{2})"
    return re.sub(escape, lambda m: b"\\" if m[1] == b"\\" else bytes([int(m[1][1:], 16)]),
                  text.encode()).decode("utf-8", "surrogateescape")


def is_kept(name):
    """Whether an extended attribute of this name belongs into an archive."""
    if not 1 <= len(name) <= MAX_NAME or b"\0" in name or name == b"security.evm":
        return False
    if name.startswith((b"trusted.overlay.", b"user.overlay.")) and not name.endswith(b"overlay."):
        return False
    return (name in (ACL + b"access", ACL + b"default")
            or any(name.startswith(space) and len(name) > len(space)
                   for space in (b"user.", b"trusted.", b"security.")))


def attribute_name(key):
    """The name in a key SCHILY.xattr.NAME, in which % and = stand encoded."""
    if re.search(rb"%(?!25|3D)", key):
        raise RefusedArchive("pax key")
    name = key.replace(b"%3D", b"=").replace(b"%25", b"%")
    if not is_kept(name):
        raise RefusedArchive("pax key")
    return name


def parse_pax(data):
    """The records of an extended header; every key must be a permitted one."""
    records, extended, rest = {}, {}, data
    while rest:
        match = re.match(rb"([1-9][0-9]{0,6}) ", rest)
        if not match or int(match.group(1)) > len(rest):
            raise RefusedArchive("pax record")
        size = int(match.group(1))
        record, rest = rest[match.end():size], rest[size:]
        key, equals, value = record.partition(b"=")
        if not equals or not value.endswith(b"\n"):
            raise RefusedArchive("pax record")
        value = value[:-1]
        if key.startswith(XATTR):
            name = attribute_name(key[len(XATTR):])
            if name in extended or len(value) > MAX_VALUE:
                raise RefusedArchive("pax record")
            extended[name] = value
            continue
        key = text(key)
        if key not in PAX_VALUES:
            raise RefusedArchive("pax key")
        if key in records or b"\0" in value or not re.fullmatch(PAX_VALUES[key], value, re.DOTALL):
            raise RefusedArchive("pax record")
        records[key] = value
    check_pax(records, extended)
    return {**{key: text(value, "hdrcharset" in records) for key, value in records.items()}, XATTR: extended}


def check_pax(records, extended):
    """What holds between records."""
    if any(key in records for key in SPARSE) and not all(key in records for key in SPARSE):
        raise RefusedArchive("pax record")
    if int(records.get("GNU.sparse.realsize", 0)) > MAX_FILE:
        raise RefusedArchive("pax record")
    for kind in ("access", "default"):
        if "SCHILY.acl." + kind in records and ACL + kind.encode() not in extended:
            raise RefusedArchive("pax record")


def read_map(file, offset, size, real):
    """The parts of a file with holes, and the bytes of the map before the data."""
    def block():
        nonlocal used
        used += BLOCK
        if used > size:
            raise RefusedArchive("sparse map")
        return file.read(BLOCK)
    file.seek(offset)
    used, numbers = 0, []
    rest = block()
    while not numbers or len(numbers) < 2 * numbers[0] + 1:
        while b"\n" not in rest:
            if len(rest) > BLOCK:
                raise RefusedArchive("sparse map")
            rest += block()
        digits, _, rest = rest.partition(b"\n")
        if not re.fullmatch(rb"[0-9]{1,19}", digits) or int(digits) > (real if numbers else MAX_PARTS):
            raise RefusedArchive("sparse map")
        numbers.append(int(digits))
    parts, end = list(zip(numbers[1::2], numbers[2::2])), 0
    for index, (start, count) in enumerate(parts):
        last = count == 0 and start == real and index == len(parts) - 1
        if start < end or start + count > real or (count == 0 and not last):
            raise RefusedArchive("sparse map")
        end = start + count
    if any(rest) or used + sum(count for _, count in parts) != size:
        raise RefusedArchive("sparse map")
    return parts, used


def check_block(block):
    if block[257:265] != b"ustar\x0000":
        raise RefusedArchive("ustar magic")
    if octal(block[148:156]) != sum(block) - sum(block[148:156]) + 8 * 32:
        raise RefusedArchive("checksum")


def make_entry(block, pax, data_offset):
    """The entry that a header block and the extended header before it describe."""
    if block[156:157] not in KINDS:
        raise RefusedArchive("entry type")
    kind, binary = KINDS[block[156:157]], "hdrcharset" in pax
    path = pax.get("GNU.sparse.name", pax.get("path"))
    if path is None:
        prefix = text(block[345:500], binary)
        path = (prefix + "/" if prefix else "") + text(block[:100], binary)
    number = lambda key, field: int(pax[key]) if key in pax else octal(field)
    entry = Entry(path[:-1] if kind == "directory" and path.endswith("/") else path, kind,
                  octal(block[100:108]) & 0o7777, number("uid", block[108:116]), number("gid", block[116:124]),
                  float(pax["mtime"]) if "mtime" in pax else octal(block[136:148]),
                  number("size", block[124:136]),
                  pax.get("linkpath", text(block[157:257], binary)) if kind == "link" else None, data_offset,
                  pax.get(XATTR, {}), int(pax["GNU.sparse.realsize"]) if "GNU.sparse.realsize" in pax else None, None)
    if entry.real is not None and (kind != "file" or not entry.path.startswith("config/")):
        raise RefusedArchive("sparse map")
    if kind != "file" and entry.size:
        raise RefusedArchive("size of an entry without contents")
    if kind == "link" and not 1 <= len(raw(entry.target)) <= MAX_TARGET:
        raise RefusedArchive("link target")
    return entry


def read_entries(file, length):
    """Yields the entries in order, and checks what follows the last."""
    pax, position = None, 0
    while True:
        file.seek(position)
        block, data = file.read(BLOCK), position + BLOCK
        if len(block) < BLOCK:
            raise RefusedArchive("no end")
        if not any(block):
            break
        check_block(block)
        extended = block[156:157] == b"x"
        entry = None if extended else make_entry(block, pax or {}, data)
        size = octal(block[124:136]) if extended else entry.size
        position = data - (-size // BLOCK) * BLOCK
        if position > length:
            raise RefusedArchive("entry beyond the end")
        if not extended:
            if entry.real is not None:
                entry = entry._replace(map=read_map(file, data, entry.size, entry.real)[0])
            yield entry
            pax = None
        elif pax is None and 1 <= size <= MAX_PAX:
            pax = parse_pax(file.read(size))
        else:
            raise RefusedArchive("pax header")
    if pax is not None:
        raise RefusedArchive("pax header")
    check_end(file, position, length)


def check_end(file, position, length):
    if length - position < 1024:
        raise RefusedArchive("no end")
    file.seek(position)
    for piece in iter(lambda: file.read(CHUNK), b""):
        if any(piece):
            raise RefusedArchive("nonzero after the end")


def check_path(path):
    if not 1 <= len(raw(path)) <= MAX_PATH:
        raise RefusedArchive("length of a path")
    if path.startswith("/"):
        raise RefusedArchive("absolute path")
    if any(part in ("", ".", "..") for part in path.split("/")):
        raise RefusedArchive("component of a path")


def is_address(name):
    return (isinstance(name, str) and name not in (".", "..")
            and re.fullmatch(r"[ -.0-~]+", name) is not None)


def check_place(entry):
    """Where in the archive an entry of a kind may stand."""
    top, _, rest = entry.path.partition("/")
    if top == "config":
        good = rest or entry.kind == "directory"
    elif top == "modules":
        good = is_address(rest) and entry.kind == "file" if rest else entry.kind == "directory"
    else:
        good = False
    if not good:
        raise RefusedArchive("place of an entry")


def check_manifest(data, module_paths):
    try:
        manifest = json.loads(data.decode("utf-8"))
        modules = manifest["modules"]
        texts = [manifest[key] for key in ("model", "serial", "firmware")]
        texts += [module[key] for module in modules for key in ("address", "kind", "serial", "firmware")]
        listed = [(module["address"], module["file"]) for module in modules]
        good = (type(manifest["format"]) is int and manifest["format"] == 1
                and type(manifest["created"]) is int and isinstance(modules, list)
                and all(isinstance(value, str) for value in texts))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedArchive("manifest") from error
    if not good or not all(is_address(address) for address, _ in listed):
        raise RefusedArchive("manifest")
    check_left_out(manifest.get("left_out", []))
    files = ["modules/" + address for address, path in listed if path is not None]
    if (len({address for address, _ in listed}) != len(listed) or sorted(files) != sorted(module_paths)
            or any(path not in (None, "modules/" + address) for address, path in listed)):
        raise RefusedArchive("modules and manifest")
    return manifest


def check_left_out(entries):
    """What of the configuration is not in the archive."""
    try:
        paths = [names_path(entry["path"]) for entry in entries]
        good = isinstance(entries, list) and all(isinstance(entry["reason"], str) for entry in entries)
    except (TypeError, KeyError, AttributeError) as error:
        raise RefusedArchive("manifest") from error
    if not good or len(set(paths)) != len(paths):
        raise RefusedArchive("manifest")
    for path in paths:
        check_path(path)
        if not path.startswith("config/"):
            raise RefusedArchive("manifest")
    return paths


def check_archive(file):
    """Checks every rule for the archive; returns its manifest and its entries."""
    length = file.seek(0, io.SEEK_END)
    if length % BLOCK:
        raise RefusedArchive("length")
    entries, kinds, manifest, names = [], {}, b"", 0
    for entry in read_entries(file, length):
        check_path(entry.path)
        if not entries:
            if (entry.path, entry.kind) != ("manifest.json", "file") or entry.size > MAX_MANIFEST:
                raise RefusedArchive("manifest first")
            file.seek(entry.data)
            manifest = file.read(entry.size)
        elif entry.path == "manifest.json":
            raise RefusedArchive("duplicate path")
        else:
            check_place(entry)
            note_path(kinds, entry)
        entries.append(entry)
        names += len(raw(entry.path)) + len(raw(entry.target or ""))
        names += sum(len(name) + len(value) for name, value in entry.extended.items())
        if len(entries) > MAX_ENTRIES:
            raise RefusedArchive("number of entries")
    if not entries:
        raise RefusedArchive("manifest first")
    if names + sum(len(raw(path)) for path, kind in kinds.items() if kind == "implied") > MAX_NAMES:
        raise RefusedArchive("length of names")
    paths = [entry.path for entry in entries if entry.path.startswith("modules/")]
    manifest = check_manifest(manifest, paths)
    left_out = set(check_left_out(manifest.get("left_out", [])))
    for entry in entries:
        parts = entry.path.split("/")
        if any("/".join(parts[:count]) in left_out for count in range(1, len(parts) + 1)):
            raise RefusedArchive("left out and there")
    return manifest, entries


def note_path(kinds, entry):
    """Adds an entry to what has been seen; `implied` is a parent that had no entry."""
    parts = entry.path.split("/")
    for count in range(1, len(parts)):
        kind = kinds.setdefault("/".join(parts[:count]), "implied")
        if kind not in ("implied", "directory"):
            raise RefusedArchive("path through a " + kind)
    if entry.path in kinds:
        raise RefusedArchive("directory after its contents" if kinds[entry.path] == "implied" else "duplicate path")
    kinds[entry.path] = entry.kind


# --- Writing an archive -----------------------------------------------------------------------

DEVICE = {"model": "CX-1", "serial": "000123", "firmware": "1.0.0"}
SAMPLE_MODULES = {"0.1": b"gain=3\n", "0.2": b"iris=auto\n"}


def tar_info(path, kind, mode, size=0, mtime=0, target=""):
    info = tarfile.TarInfo(path)
    info.type, info.mode, info.size, info.mtime, info.linkname = kind, mode, size, mtime, target
    return info


def add_attributes(info, path):
    """The extended attributes of an entry, as pax records."""
    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError:
        return info
    for name in names:
        if is_kept(os.fsencode(name)):
            value = os.getxattr(path, name, follow_symlinks=False)
            key = XATTR.decode() + name.replace("%", "%25").replace("=", "%3D")
            info.pax_headers[key] = value.decode("utf-8", "surrogateescape")
    return info


def walk(directory, prefix):
    """(TarInfo, contents) of a directory and everything below, a directory before its contents."""
    status = os.lstat(directory)
    info = tar_info(prefix, tarfile.DIRTYPE, status.st_mode & 0o7777, mtime=int(status.st_mtime))
    yield add_attributes(info, directory), b""
    for name in sorted(os.listdir(directory)):
        path, inside = os.path.join(directory, name), f"{prefix}/{name}"
        status = os.lstat(path)
        common = status.st_mode & 0o7777
        if stat.S_ISDIR(status.st_mode):
            yield from walk(path, inside)
        elif stat.S_ISLNK(status.st_mode):
            info = tar_info(inside, tarfile.SYMTYPE, common, mtime=int(status.st_mtime), target=os.readlink(path))
            yield add_attributes(info, path), b""
        elif stat.S_ISREG(status.st_mode):
            with open(path, "rb") as file:
                data = file.read()
            info = tar_info(inside, tarfile.REGTYPE, common, len(data), status.st_mtime)
            info.uid, info.gid = status.st_uid, status.st_gid
            yield add_attributes(info, path), data
        else:
            print(f"left out: {inside}", file=sys.stderr)


def sample_config(created):
    yield tar_info("config", tarfile.DIRTYPE, 0o755, mtime=created), b""
    yield tar_info("config/camera.conf", tarfile.REGTYPE, 0o600, 10, created + 0.5), b"shutter=50"
    yield tar_info("config/größe", tarfile.REGTYPE, 0o640, 0, created), b""
    yield tar_info("config/current", tarfile.SYMTYPE, 0o777, mtime=created, target="camera.conf"), b""
    yield tar_info("config/" + "d" * 120 + "/long", tarfile.REGTYPE, 0o644, 3, created), b"abc"


def build_archive(config, modules, created):
    """(archive, number of regular files under config/). `modules`: address to contents, or to None."""
    manifest = json.dumps({"format": 1, **DEVICE, "created": created, "modules": [
        {"address": address, "kind": "lens", "serial": f"M{number}", "firmware": "0.9",
         "file": None if data is None else f"modules/{address}"}
        for number, (address, data) in enumerate(modules.items())]}, indent=1).encode()
    items = [(tar_info("manifest.json", tarfile.REGTYPE, 0o644, len(manifest), created), manifest), *config]
    items += [(tar_info(f"modules/{address}", tarfile.REGTYPE, 0o644, len(data), created), data)
              for address, data in modules.items() if data is not None]
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for info, data in items:
            tar.addfile(info, io.BytesIO(data))
        end = tar.offset
    archive = buffer.getvalue()[:end] + bytes(1024)
    check_archive(io.BytesIO(archive))
    return archive, sum(info.isreg() and info.name.startswith("config/") for info, _ in items)


# --- Test vectors -----------------------------------------------------------------------------

def load_vector(directory, vector):
    """The bytes of one vector of index.json: a base file and the patches, in order."""
    with open(os.path.join(directory, vector["file"]), "rb") as file:
        base = file.read()
    data = bytearray(base)
    for patch in vector.get("patches", []):
        if "truncate" in patch:
            del data[patch["truncate"]:]
        elif "append" in patch:
            data += bytes.fromhex(patch["append"])
        else:
            piece = (bytes.fromhex(patch["hex"]) if "hex" in patch
                     else base[patch["from"]:patch["from"] + patch["length"]])
            if patch["offset"] + len(piece) > len(data):
                raise ValueError(f"{vector['name']}: a patch beyond the end")
            data[patch["offset"]:patch["offset"] + len(piece)] = piece
    return bytes(data)


def examine(data, name, pin):
    """(class, check, sha256 of the plaintext, metadata) of a backup, its archive included."""
    plaintext = io.BytesIO()
    digest = metadata = None
    try:
        metadata = Backup(io.BytesIO(data), name).open(pin, plaintext)
        digest = hashlib.sha256(plaintext.getvalue()).hexdigest()
        check_archive(plaintext)
        return "ok", None, digest, metadata
    except Refusal as refusal:
        return refusal.word, refusal.check, digest, metadata


def run_vectors(directory, heavy=False):
    """Yields one line for each vector whose outcome is not the one in the index."""
    with open(os.path.join(directory, "index.json"), encoding="utf-8") as file:
        index = json.load(file)
    psks = {bytes.fromhex(vault["vault_id"]): bytes.fromhex(vault["psk"]) for vault in index["vaults"].values()}
    for vector in index["vectors"]:
        data = load_vector(directory, vector)
        camera = camera_state(io.BytesIO(data), psks, vector["card_name"])
        if camera != vector["camera"]:
            yield f"{vector['name']}: to the camera {camera}, not {vector['camera']}"
        if vector.get("heavy") and not heavy:
            continue
        word, check, digest, metadata = examine(data, vector["card_name"], vector["pin"])
        if (word, check) != (vector["expected"], vector.get("check")):
            yield f"{vector['name']}: {word} ({check}), not {vector['expected']} ({vector.get('check')})"
        if digest != vector.get("plaintext_sha256") or metadata != vector.get("metadata"):
            yield f"{vector['name']}: other contents or metadata"


def self_test(directory, heavy):
    """A round trip with random keys and other people's tar programs, then the vectors."""
    failures = []
    vault = Vault.create("271828", epoch=7)
    archive, files = build_archive(sample_config(1_700_000_000), {**SAMPLE_MODULES, "0.3": None}, 1_700_000_000)
    for plaintext in (archive, archive.ljust(CHUNK, b"\0"), archive.ljust(2 * CHUNK + BLOCK, b"\0")):
        metadata = dict(created=1, files=files, modules=2, modules_total=3, left_out=0, label="Ω", **DEVICE)
        data = seal(vault, plaintext, metadata, 10, os.urandom(16))
        expected = ("ok", None, hashlib.sha256(plaintext).hexdigest(), metadata)
        if examine(data, "0007000a.cvb", "271828") != expected:
            failures.append(f"round trip of {len(plaintext)} bytes")
    for program in filter(shutil.which, ("tar", "bsdtar")):
        listing = subprocess.run([program, "-tf", "-"], input=archive, capture_output=True)
        if listing.returncode or len(listing.stdout.splitlines()) != len(check_archive(io.BytesIO(archive))[1]):
            failures.append(f"{program} does not list the archive")
    failures += run_vectors(directory, heavy)
    return failures


# --- Command line -----------------------------------------------------------------------------

def read_pin(path):
    with (os.fdopen(0, "rb", closefd=False) if path == "-" else open(path, "rb")) as file:
        raw = file.read(256)
    return require_pin((raw[:-1] if raw.endswith(b"\n") else raw).decode("ascii"))


def command_open(options):
    name = os.path.basename(options.file)
    pin = read_pin(options.pinfile)
    folder = os.path.dirname(os.path.abspath(options.out))
    with open(options.file, "rb") as file, tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        try:
            backup = Backup(file, name if parse_name(name) else None)
            metadata = backup.open(pin, out)
            out.flush()
            os.replace(out.name, options.out)
        except BaseException:
            os.unlink(out.name)
            raise
    print(json.dumps({"metadata": metadata, "header": backup.fields()}, indent=2, ensure_ascii=False))


def command_make(options):
    folder = os.path.join(options.card, "CAMVAULT")
    os.makedirs(folder, exist_ok=True)
    vault = Vault.create(read_pin(options.pinfile), options.epoch, options.passes, options.kib)
    card_id = os.urandom(16)
    for number in range(options.count):
        created, counter = int(time.time()) + number, options.counter + number
        config = walk(options.config, "config") if options.config else sample_config(created)
        archive, files = build_archive(config, SAMPLE_MODULES, created)
        metadata = dict(created=created, files=files, modules=len(SAMPLE_MODULES),
                        modules_total=len(SAMPLE_MODULES), left_out=0, label=options.label, **DEVICE)
        if None in parse_metadata(json.dumps(metadata).encode()).values():
            raise ValueError("the label has more than 64 bytes or what is not printable")
        path = os.path.join(folder, card_name(options.epoch, counter))
        data = seal(vault, archive, metadata, counter, card_id)
        Backup(io.BytesIO(data), os.path.basename(path)).verify(vault.psk)
        with open(path, "xb") as file:
            file.write(data)
        print(path)


def command_check_archive(options):
    with open(options.tar, "rb") as file:
        manifest, entries = check_archive(file)
    print(json.dumps({"manifest": manifest, "entries": [entry._asdict() for entry in entries]},
                     indent=2, ensure_ascii=False))


def command_mutate(options):
    value = (int(options.value, 0) if FIELDS[options.field][2] is int else bytes.fromhex(options.value))
    with open(options.file, "rb") as file:
        data = bytearray(file.read())
    if options.resign:
        data = resign(data, options.field, value, read_pin(options.resign))
    else:
        put(data, options.field, value)
    with open(options.out, "wb") as file:
        file.write(data)


def command_vector(options):
    with open(os.path.join(options.directory, "index.json"), encoding="utf-8") as file:
        vectors = {vector["name"]: vector for vector in json.load(file)["vectors"]}
    if options.name not in vectors:
        raise ValueError(f"no vector {options.name}")
    with open(options.out, "wb") as file:
        file.write(load_vector(options.directory, vectors[options.name]))


def command_self_test(options):
    failures = self_test(options.directory, options.heavy)
    print("\n".join(failures) or "passed")
    return 8 if failures else 0


def parser():
    vectors = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Vectors")
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name, function, summary, *positional):
        sub = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(function=function)
        for argument in positional:
            sub.add_argument(argument)
        return sub

    command("open", command_open, "verify a backup and write its archive", "file", "pinfile", "out")
    make = command("make", command_make, "make a card", "card", "pinfile")
    for option, default in [("epoch", 1), ("counter", 1), ("count", 1), ("passes", 3), ("kib", 65_536)]:
        make.add_argument("--" + option, type=int, default=default)
    make.add_argument("--label", default="")
    make.add_argument("--config", metavar="DIR", help="a configuration directory (default: a small sample)")
    command("check-archive", command_check_archive, "check the rules for the archive", "tar")
    mutate = command("mutate", command_mutate, "change a header field", "file", "out")
    mutate.add_argument("field", choices=FIELDS, metavar="field", help=", ".join(FIELDS))
    mutate.add_argument("value", help="an integer, or hexadecimal digits for a field of bytes")
    mutate.add_argument("--resign", metavar="PINFILE", help="make everything that depends on it again")
    vector = command("vector", command_vector, "write the file of one test vector", "name", "out")
    vector.add_argument("--directory", default=vectors)
    test = command("self-test", command_self_test, "round trips, then the test vectors")
    test.add_argument("directory", nargs="?", default=vectors)
    test.add_argument("--heavy", action="store_true", help="also those that need 1 GiB of memory")
    return top


def main():
    options = parser().parse_args()
    try:
        return options.function(options) or 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except (ValueError, OverflowError) as error:
        print(f"cvb: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cvb: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
