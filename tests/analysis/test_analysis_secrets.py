"""Secrets and personal data are found where they are, and nowhere else."""

from __future__ import annotations

import time

import pytest

from sourcebook.analysis.personal_data import personal_data_in
from sourcebook.analysis.secrets import BLOT, masked, secrets_in

RANDOM = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"

SECRETS = {
    "private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nowIB\n-----END RSA PRIVATE KEY-----",
    "private key without its end": "-----BEGIN PRIVATE KEY-----",
    "AWS access key": "AKIAIOSFODNN7EXAMPLE",
    "GitHub token": f"ghp_{RANDOM[:36]}",
    "GitHub fine-grained token": f"github_pat_{RANDOM}",
    "GitLab token": f"glpat-{RANDOM[:20]}",
    "Slack token": "xoxb-1234567890-abcdef",
    "Google API key": f"AIza{RANDOM[:35]}",
    "Stripe key": f"k_live_{RANDOM[:24]}",
    "Stripe webhook secret": f"whsec_{RANDOM[:24]}",
    "npm token": f"npm_{RANDOM[:36]}",
    "PyPI token": f"pypi-{RANDOM}{RANDOM}",
    "SendGrid key": f"SG.{RANDOM[:22]}.{RANDOM}",
    "AI service key": f"sk-proj-{RANDOM}",
    "JSON web token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijk",
}


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("around", ["x-key: {}", "# {}", '{{key: "{}"}}', "text with {}, and more"])
def test_a_secret_is_found_whole(name: str, around: str) -> None:
    secret = SECRETS[name]
    text = around.format(f"s{secret}" if secret.startswith("k_live") else secret)
    (found,) = secrets_in(text)
    assert text[found.start : found.end] == secret
    assert found.kind.split()[0] == name.split()[0]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("x-db: postgres://app:s3cr3tPw@db.example/x", "s3cr3tPw"),
        ("https://hooks.slack.com/services/T0A/B0B/a1B2c3D4e5F6g7H8", "T0A/B0B/a1B2c3D4e5F6g7H8"),
        (f"DefaultEndpoints;AccountKey={RANDOM}{RANDOM}==;x", f"{RANDOM}{RANDOM}=="),
        (f"bot 12345678:AA{RANDOM[:33]} x", f"AA{RANDOM[:33]}"),
        ("password: Summer2026", "Summer2026"),
        ("Ring us; password: Hunter2!x9", "Hunter2!x9"),
        ("Die Brücke über Öl - the password is Tr0ub4dor&3.", "Tr0ub4dor&3"),
        ("password: the usual one, Tr0ub4dor&3", "Tr0ub4dor&3"),
        ("api_key: 9f8b7c6d5e4f3a2b1c0d", "9f8b7c6d5e4f3a2b1c0d"),
        ("{'client-secret': 'abcD1234efgh5678'}", "abcD1234efgh5678"),
        ("access_token:\n  A7f-9Kd_22mNNpQz1", "A7f-9Kd_22mNNpQz1"),
    ],
)
def test_a_secret_is_told_by_what_stands_around_it(text: str, secret: str) -> None:
    (found,) = secrets_in(text)
    assert text[found.start : found.end] == secret
    assert masked(text, [found]) == text.replace(secret, BLOT * len(secret))


NO_SECRETS = [
    "commit: 3f786850e387550fdab836ed7e6dc881de23001b",
    "token: 123e4567-e89b-12d3-a456-426614174000",
    "statement: Passwords: 14 characters at least, kept in the password manager",
    "secret_ref: vault:kv/x1Y2z3",
    "token: rotated-every-90-days",
    "secrets: hashicorp-vault",
    "https://host.example:8443/a@b",
    "id: risk-management-2026",
    "password: ********",
    "password: ${DB_PASSWORD}",
    "password: xxxxxxxx",
    "Password: hashed with Argon2id or PBKDF2-HMAC-SHA256, see ISO-27001:2022 A.5.17",
    "postgres://app:${DB_PASSWORD}@db/x",
    "API key rotation: 90 days; token_lifetime_min: 15",
    "The token service (JWT, RS256) signs; password reset takes 15 minutes",
    "password rotation 2026-10-01, secret sharing 2-of-3",
    "control_refs: [ISO 27001 A.5.17, NIST SP 800-53 IA-5(1), CIS 5.2]",
]


@pytest.mark.parametrize("text", NO_SECRETS)
def test_what_is_no_secret(text: str) -> None:
    assert secrets_in(text) == ()


PERSONAL = [
    ("contact: jane.doe@gmail.com", "jane.doe@gmail.com", "e-mail address"),
    ("call +44 20 7946 0018 first", "+44 20 7946 0018", "telephone number"),
    ("call +1 (617) 555-0100", "+1 (617) 555-0100", "telephone number"),
    ("tel: 020 7946 0018", "020 7946 0018", "telephone number"),
    ("phone_number: '07700 900123'", "07700 900123", "telephone number"),
    ("mobile 912 345 678", "912 345 678", "telephone number"),
    ("ask (617) 555-0100", "(617) 555-0100", "telephone number"),
    ("x-dob: 1985-04-12", "1985-04-12", "date of birth"),
    ("born on 12 April 1985", "12 April 1985", "date of birth"),
    ("Date of birth: 03/04/1980", "03/04/1980", "date of birth"),
    ("account GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", "bank account (IBAN)"),
    ("DE89370400440532013000", "DE89370400440532013000", "bank account (IBAN)"),
    ("number 536-22-1234", "536-22-1234", "national identity number"),
    ("passport no. X1234567", "X1234567", "national identity number"),
    ("national_insurance_number: QQ123456C", "QQ123456C", "national identity number"),
    ("pesel: 44051401359", "44051401359", "national identity number"),
    ("home_address: 12 High Street, London", "12 High Street, London", "home address"),
    ("She lives at 12 High Street, London", "12 High Street, London", "home address"),
    ("Ana is on maternity leave until March", "is on maternity leave", "health or leave"),
    ("on sick leave since 2026-10-01", "sick leave", "health or leave"),
    ("late due to his surgery", "his surgery", "health or leave"),
    ("was diagnosed with flu", "diagnosed with flu", "health or leave"),
    ("leave_reason: burnout", "burnout", "health or leave"),
]


@pytest.mark.parametrize(("text", "match", "kind"), PERSONAL)
def test_personal_data_is_found(text: str, match: str, kind: str) -> None:
    (found,) = personal_data_in(text)
    assert text[found.start : found.end] == match
    assert found.kind.startswith(kind)


def test_absences_side_by_side_are_each_found() -> None:
    text = "Anna: sick leave to 3 May, medical leave from 4 May, is on parental leave until June"
    found = [text[one.start : one.end] for one in personal_data_in(text)]
    assert found == ["sick leave", "medical leave", "is on parental leave"]
    assert personal_data_in("Sick leave to 3 May, medical leave is covered by the deputy")[1:] == ()


NOT_PERSONAL = [
    "git@github.com:a/b.git",
    "https://user@host.example/",
    "npm install a@1.2.3 @org/package",
    "Sick leave is covered by the deputy; anyone on parental leave hands over",
    "Capacity with leave and holidays of both countries",
    "2026-11-22T10:00+01:00, +15 % in 2026, +44",
    "GB00 WEST 1234 5698 7654 32",
    "ticket 2026-11-1234, as low as 900-12-33 units, version 1.2.3-45-6789",
    "personal data: date of birth, IBAN, national id, home address, passport",
    "mobile 2026-11-22, mobile app 4.4 rating, the mobile squad has 7 people since 2026-02-02",
    "Phone bridge 24x7, sev-1 15/30/60",
    "National holidays 2026: 14 days; social media 2026",
    "private address space 10.0.0.0/8",
    "home address of users is stored: yes",
    "LEI 5493001KJTIIGC8Y1R12, telemetry 123456789",
    "living document in Confluence 2",
    "identity provider, report LEAVERS-2026-10",
    "this illness, other treatment and another sick leave are covered by the policy",
    *NO_SECRETS,
]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_is_not_personal(text: str) -> None:
    assert personal_data_in(text) == ()


def test_addresses_at_work_are_nobodys_own() -> None:
    text = "desk@harbour.example, ana@dev.Harbour.example, ana@notharbour.example"
    found = personal_data_in(text, {"harbour.example"})
    assert [text[one.start : one.end] for one in found] == ["ana@notharbour.example"]


@pytest.mark.parametrize(
    "piece",
    ["phone ", "+1", "a@", "A", "AB12 ", "his ", "home address ", "-12-1234", "on sick leave ",
     "(", "passport 1 ", "1 ", "token ", "ghp_", "eyJ", "://a", "password:", "b.", "secret_"],
)  # fmt: skip
def test_no_text_takes_long(piece: str) -> None:
    """A file may be a mebibyte large, and may be written to make a pattern try and try again."""
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    secrets_in(text)
    personal_data_in(text)
    assert time.process_time() - began < 2
