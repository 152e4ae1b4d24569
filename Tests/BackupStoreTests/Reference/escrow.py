#!/usr/bin/python3
"""Opens a sealed PIN, from section 10.5 of the format alone: escrow.py PRIVATE-KEY SEALED. Prints JSON.

It needs libsodium and nothing else: ctypes calls it. Exits with 1 and a word on standard error where the file is not
what the section says."""

import base64
import ctypes
import hashlib
import json
import struct
import sys

sodium = ctypes.CDLL("libsodium.so.23")
assert sodium.sodium_init() >= 0


def fail(word):
    print(word, file=sys.stderr)
    sys.exit(1)


def private_key(path):
    lines = [line.strip() for line in open(path, encoding="ascii")]
    lines = [line for line in lines if line and not line.startswith("#")]
    word, text = lines[0].split(" ")
    raw = base64.b64decode(text, validate=True)
    if len(lines) != 1 or word != "camconsole-escrow-private-1" or len(raw) != 36:
        fail("key")
    public = ctypes.create_string_buffer(32)
    if sodium.crypto_scalarmult_base(public, raw[:32]) or hashlib.sha256(public.raw).digest()[:4] != raw[32:]:
        fail("key check")
    return raw[:32], public.raw


def main():
    secret, public = private_key(sys.argv[1])
    sealed = open(sys.argv[2], "rb").read()
    if len(sealed) != 504 or sealed[:8] != b"CVESCR1\n":
        fail("length")
    version, time, epoch = struct.unpack("<H6xQ16xI", sealed[8:44])
    if version != 1 or any(sealed[10:16]) or any(sealed[44:48]):
        fail("fields")
    if hashlib.blake2b(sealed[:472], digest_size=32).digest() != sealed[472:]:
        fail("digest")
    if sealed[48:80] != public:
        fail("other key")
    message = ctypes.create_string_buffer(248)
    box = sealed[176:472]
    if sodium.crypto_box_seal_open(message, box, ctypes.c_ulonglong(len(box)), public, secret):
        fail("box")
    message = message.raw
    count = message[176]
    if message[:176] != sealed[:176] or any(message[177:184]) or any(message[184 + count :]):
        fail("message")
    fields = {"model": sealed[80:128], "serial": sealed[128:176], "pin": message[184 : 184 + count]}
    report = {name: value.rstrip(b"\0").decode() for name, value in fields.items()}
    print(json.dumps(report | {"time": time, "epoch": epoch, "vault_id": sealed[24:40].hex()}))


main()
