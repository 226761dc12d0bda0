package certificate

import (
	"crypto/x509"
	"time"
)

const day = 24 * time.Hour

// isDue says whether a third of a certificate's life or less is left: the time in which it is renewed.
func isDue(certificate *x509.Certificate, now time.Time) bool {
	return certificate.NotAfter.Sub(now) <= certificate.NotAfter.Sub(certificate.NotBefore)/3
}

func hasEnded(certificate *x509.Certificate, now time.Time) bool {
	return !now.Before(certificate.NotAfter)
}

func earlier(one, other time.Time) time.Time {
	if one.Before(other) {
		return one
	}
	return other
}

// End is a certificate's, as openssl writes it.
func End(certificate *x509.Certificate) string {
	return "notAfter=" + certificate.NotAfter.UTC().Format("Jan _2 15:04:05 2006 GMT")
}

func dayOf(moment time.Time) string {
	return moment.UTC().Format(time.DateOnly)
}
