"""Certificates that nobody but the test vouches for."""

import ssl
import subprocess
from pathlib import Path


def certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for `name`, and the file that makes a client trust it."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def expired_certificate_for(name: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    """The same, but good on one day of the year 2020 only."""
    key, request, certificate = folder / "old-key.pem", folder / "old.csr", folder / "old-cert.pem"
    settings = folder / "ca.cnf"
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    settings.write_text(
        f"[ca]\ndefault_ca=c\n[c]\ndatabase={folder}/index\nserial={folder}/serial\nnew_certs_dir={folder}\n"
        f"default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=DNS:{name}\n"
    )
    subprocess.run(
        ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", f"/CN={name}", "-keyout", key, "-out", request],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["openssl", "ca", "-batch", "-selfsign", "-config", settings, "-keyfile", key, "-in", request,
         "-out", certificate, "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-notext"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate
