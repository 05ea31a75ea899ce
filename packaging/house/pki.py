# SPDX-License-Identifier: GPL-3.0-or-later
"""A private certificate authority for one house, and central's certificate from it (openssl)."""

import os
import urllib.parse

from .processes import run


def _is_address(host):
    return host.replace(".", "").isdigit() or ":" in host


def ensure(folder, public_url):
    """Makes what is missing. Returns the paths (ca, certificate, key). A certificate is made anew
    when the public host changed, the CA never: phones and kiosks trust it."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = lambda name: os.path.join(folder, name)
    host = urllib.parse.urlsplit(public_url).hostname
    if not os.path.exists(path("ca.crt")):
        run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "3650", "-subj", "/CN=Một Cửa private CA", "-utf8",
             "-addext", "basicConstraints=critical,CA:TRUE,pathlen:0",
             "-addext", "keyUsage=critical,keyCertSign,cRLSign",
             "-keyout", path("ca.key"), "-out", path("ca.crt")], "making the CA")
    names = ["DNS:localhost", "IP:127.0.0.1"]
    if host not in ("localhost", "127.0.0.1"):
        names.append(("IP:" if _is_address(host) else "DNS:") + host)
    wanted = ",".join(names)
    marker = path("central.names")
    if not os.path.exists(marker) or open(marker).read() != wanted:
        run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", "/CN=" + host, "-keyout", path("central.key"), "-out", path("central.csr")],
            "making central's key")
        with open(path("central.ext"), "w") as extensions:
            extensions.write(f"subjectAltName={wanted}\nbasicConstraints=CA:FALSE\n"
                             "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n")
        run(["openssl", "x509", "-req", "-in", path("central.csr"), "-CA", path("ca.crt"),
             "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "397",
             "-extfile", path("central.ext"), "-out", path("central.crt")],
            "signing central's certificate")
        with open(marker, "w") as names_file:
            names_file.write(wanted)
    return path("ca.crt"), path("central.crt"), path("central.key")
