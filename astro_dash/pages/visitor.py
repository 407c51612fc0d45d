"""Whose tab a page is in, as far as a server must know: by address."""

from __future__ import annotations

import ipaddress

import panel as pn


def client(request) -> str:
    """Who asks: an address, or the network of 64 bits that one IPv6 user has."""
    try:
        found = unmapped(request.remote_ip)
    except ValueError:
        return str(request.remote_ip)
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))


def unmapped(address: str):
    """::ffff:1.2.3.4, which a socket for both has, as 1.2.3.4."""
    found = ipaddress.ip_address(address.split("%")[0])
    return getattr(found, "ipv4_mapped", None) or found


def visitor() -> str:
    """Of the page that is being made; nothing where no server makes it."""
    context = pn.state.curdoc.session_context if pn.state.curdoc else None
    return client(context.request) if context and context.request else ""
