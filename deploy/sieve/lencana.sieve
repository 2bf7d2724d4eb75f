# What Lencana's milter found suspicious is marked, and stays where it is: the reader decides.
# Dovecot: sieve_before = /etc/dovecot/sieve/lencana.sieve (docs/delivery.md). RFC 5228, RFC 5232 (imap4flags).
require ["imap4flags"];

if header :matches "X-Lencana-Verdict" ["suspicious", "suspicious;*"] {
    addflag ["$Phishing", "$Junk"];
}
