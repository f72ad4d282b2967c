"""Close the network to this process, so that nothing which runs in it can connect, whatever it is asked."""

import ctypes
import errno
import platform
import struct
from typing import Final

# How the kernel names a machine to its filters, and the number of the call `socket` there.
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _IS, _RETURN = 0x20, 0x15, 0x06
_CALL, _MACHINE = 0, 4  # where the data of a call have its number and the machine's
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | errno.EACCES


class _Program(ctypes.Structure):
    """A filter as the kernel reads it: how many instructions, and where."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def close_network() -> bool:
    """Have the kernel refuse new sockets to this thread and all it will start; tell whether it does.

    Linux can, without privileges, by a seccomp filter. There is no way back.
    """
    if platform.system() != "Linux" or platform.machine() not in _MACHINES:
        return False
    machine, socket = _MACHINES[platform.machine()]
    steps = (
        (_LOAD, 0, 0, _MACHINE),
        (_IS, 0, 3, machine),
        (_LOAD, 0, 0, _CALL),
        (_IS, 0, 1, socket),
        (_RETURN, 0, 0, _REFUSED),
        (_RETURN, 0, 0, _ALLOWED),
    )
    program = _Program(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0):
        return False
    return not prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)
