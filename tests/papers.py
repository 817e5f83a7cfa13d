"""Invented letters and certificates as small PDFs, unsigned or signed by an invented service."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import NameOID
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

LETTER = (
    "Eléctrica Ejemplo",
    "Madrid, a 2 de noviembre de 2026",
    "AVISO DE SUSPENSIÓN DEL SUMINISTRO",
    "La factura {invoice} sigue pendiente de pago: importe 100,00 EUR.",
    "Fecha programada de corte: 20/11/2026",
)
CERTIFICATE = (
    "CERTIFICADO DE ENVÍO DE CORREO ELECTRÓNICO",
    "Asunto: aviso de suspensión, factura {invoice}",
    "Destinatario: ana@example.com",
    "Enviado el 02/11/2026 10:00",
    "Entregado el 03/11/2026 08:15",
)


@dataclass(frozen=True)
class Service:
    """A mail service that signs, and the root that vouches for it."""

    signer: SimpleSigner
    root_pem: bytes


def letter(invoice: str = "F-1", *more: str) -> bytes:
    """The cut letter of an invoice."""
    return pdf([line.format(invoice=invoice) for line in (*LETTER, *more)])


def certificate(invoice: str = "F-1", *more: str, lines: Sequence[str] = CERTIFICATE) -> bytes:
    """The certificate of the certified e-mail."""
    return pdf([line.format(invoice=invoice) for line in (*lines, *more)])


def pdf(lines: Sequence[str], *, pages: int = 1) -> bytes:
    """A PDF with these lines on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects.append(f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    shown = b"".join(b"(" + _escaped(line) + b") Tj 0 -16 Td\n" for line in lines)
    stream = b"BT /F1 11 Tf 50 780 Td\n" + shown + b"ET"
    for n in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream")
    return _file(objects)


def unfolding(megabytes: int) -> bytes:
    """A PDF of one page whose content is a short deflated stream that unfolds to so many megabytes."""
    packer = zlib.compressobj(9)
    stream = b"".join(packer.compress(b"0 0 m " * 174_763) for _ in range(megabytes)) + packer.flush()
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
            b"<< /Filter /FlateDecode /Length "
            + str(len(stream)).encode()
            + b" >>\nstream\n"
            + stream
            + b"\nendstream",
        ]
    )


def signed(data: bytes, service: Service) -> bytes:
    """The PDF with a signature over all of it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec("Firma"))
    out = signers.sign_pdf(writer, PdfSignatureMetadata(field_name="Firma", md_algorithm="sha256"), service.signer)
    return bytes(out.getvalue())


@cache
def service() -> Service:
    """The invented mail service; made once."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name("Raíz Inventada")
    root = _certificate(root_name, root_name, root_key, root_key, is_root=True)
    leaf = _certificate(_name("Correo Certificado Inventado"), root_name, key, root_key, is_root=False)
    signer = SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(leaf),
        signing_key=translate_pyca_cryptography_key_to_asn1(key),
        cert_registry=SimpleCertificateStore(),
    )
    return Service(signer, root.public_bytes(serialization.Encoding.PEM))


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, by: EllipticCurvePrivateKey, *, is_root: bool
) -> x509.Certificate:
    """Valid from the day before the real one: the reader asks the real clock."""
    start = datetime.now(UTC) - timedelta(days=1)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root,
                content_commitment=not is_root,
                key_cert_sign=is_root,
                crl_sign=is_root,
                **usage,
            ),
            critical=True,
        )
        .sign(by, hashes.SHA256())
    )


def _file(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1, with their table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += str(number).encode() + b" 0 obj\n" + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
