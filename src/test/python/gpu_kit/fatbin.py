"""Leaves out of a library what GPUs of another compute capability would need.

NVIDIA's compiler puts the code of a library for all processors side by side, in containers ("fat binaries"):
a header of 16 bytes (a magic number, a version, the header's length, the length of what follows), then entries, each
with a header of its own (kind: 1 PTX, 2 machine code; its length; the length of its code; at byte 28 the compute
capability, 90 for 9.0) and the code. The loader picks an entry by its header alone, so the code of the others can be
overwritten with zeros, which compress to nothing: no offset in the file moves. The layout was read off the files
themselves; an entry that does not fit it is an error.
"""

import collections
import mmap
import struct

MAGIC = b"\x50\xed\x55\xba"
CONTAINER = struct.Struct("<4sHHQ")
ENTRY = struct.Struct("<HHIQ")
PTX, MACHINE_CODE = 1, 2

SECTION = struct.Struct("<IIQQQQIIQQ")
ALLOCATED = 2
NO_BITS = 8


class Entry(collections.namedtuple("Entry", "kind at length capability")):
    """The code at [at, at + length), for one compute capability."""


def containers(data):
    """The entries of each container in a file's bytes."""
    at = data.find(MAGIC)
    while at >= 0:
        _, version, header, size = CONTAINER.unpack_from(data, at)
        end = at + header + size
        if version == 1 and header == CONTAINER.size and size and end <= len(data):
            yield list(entries(data, at + header, end))
            at = data.find(MAGIC, end)
        else:
            at = data.find(MAGIC, at + 1)


def entries(data, at, end):
    while at < end:
        kind, _, header, size = ENTRY.unpack_from(data, at)
        if header < 32 or at + header + size > end:
            raise ValueError(f"an entry of a fat binary at byte {at} does not fit into it")
        capability, = struct.unpack_from("<I", data, at + 28)
        yield Entry(kind, at + header, size, capability)
        at += header + size


def useless(found, capability):
    """The entries of a container that a GPU of this compute capability never reads.

    It takes machine code of its own capability, or else compiles the newest PTX that is not newer than itself.
    """
    native = any(entry.kind == MACHINE_CODE and entry.capability == capability for entry in found)
    ptx = max((e.capability for e in found if e.kind == PTX and e.capability <= capability), default=0)
    for entry in found:
        if entry.kind == MACHINE_CODE and entry.capability != capability:
            yield entry
        elif entry.kind == PTX and (native or entry.capability != ptx):
            yield entry


def symbols(data):
    """The places of what only debuggers read: sections of an ELF file that are not loaded, but for their names."""
    if data[:4] != b"\x7fELF":
        return
    table, = struct.unpack_from("<Q", data, 0x28)
    length, count, names = struct.unpack_from("<HHH", data, 0x3A)
    for index in range(count):
        _, kind, flags, _, at, size, *_ = SECTION.unpack_from(data, table + index * length)
        if kind not in (0, NO_BITS) and not flags & ALLOCATED and index != names:
            yield at, size


def prune(path, capability):
    """Zeroes all that in a file; tells how many bytes."""
    zeroed = 0
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        places = list(symbols(data))
        for found in containers(data):
            places += [(entry.at, entry.length) for entry in useless(found, capability)]
        for at, size in places:
            data[at:at + size] = bytes(size)
            zeroed += size
    return zeroed
