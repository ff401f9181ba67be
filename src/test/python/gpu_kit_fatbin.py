"""Which code of a fat binary is left out for a GPU."""

import os
import struct
import tempfile
import unittest

from gpu_kit import fatbin


def entry(kind, capability, code):
    header = bytearray(64)
    fatbin.ENTRY.pack_into(header, 0, kind, 0x101, len(header), len(code))
    struct.pack_into("<I", header, 28, capability)
    return bytes(header) + code


def container(*found):
    body = b"".join(found)
    return fatbin.CONTAINER.pack(fatbin.MAGIC, 1, fatbin.CONTAINER.size, len(body)) + body


def pruned(content, capability):
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(content)
    try:
        zeroed = fatbin.prune(file.name, capability)
        with open(file.name, "rb") as after:
            return zeroed, after.read()
    finally:
        os.unlink(file.name)


class FatbinTest(unittest.TestCase):

    def test_machine_code_of_other_gpus_and_ptx_that_none_needs_are_zeroed_in_place(self):
        content = b"before" + container(
            entry(fatbin.MACHINE_CODE, 80, b"A" * 8), entry(fatbin.MACHINE_CODE, 90, b"B" * 8),
            entry(fatbin.PTX, 90, b"C" * 8)) + b"after"
        zeroed, after = pruned(content, 90)
        self.assertEqual(16, zeroed)
        self.assertEqual(content.replace(b"A" * 8, bytes(8)).replace(b"C" * 8, bytes(8)), after)

    def test_without_machine_code_the_newest_ptx_that_fits_is_kept(self):
        content = container(
            entry(fatbin.MACHINE_CODE, 70, b"A" * 8), entry(fatbin.PTX, 70, b"B" * 8),
            entry(fatbin.PTX, 80, b"C" * 8), entry(fatbin.PTX, 100, b"D" * 8))
        _, after = pruned(content, 90)
        self.assertEqual([b"C" * 8], [code for code in (b"A" * 8, b"B" * 8, b"C" * 8, b"D" * 8) if code in after])

    def test_the_magic_number_alone_is_no_container(self):
        content = b"x" + fatbin.MAGIC + b"y" * 40
        self.assertEqual((0, content), pruned(content, 90))

    def test_an_entry_that_does_not_fit_is_an_error(self):
        broken = bytearray(container(entry(fatbin.PTX, 90, b"A" * 8)))
        struct.pack_into("<Q", broken, fatbin.CONTAINER.size + 8, 1 << 40)
        with self.assertRaises(ValueError):
            pruned(bytes(broken), 90)


if __name__ == "__main__":
    unittest.main()
