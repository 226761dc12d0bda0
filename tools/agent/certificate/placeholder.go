package certificate

import "bytes"

// The first line of a file with a certificate that is only there so that a gateway can start.
const placeholderLine = "stand-in\n"

// AsPlaceholder marks a certificate, which stays readable for HAProxy.
func AsPlaceholder(bundle []byte) []byte {
	return append([]byte(placeholderLine), bundle...)
}

// IsPlaceholder says whether the content of a file is marked so.
func IsPlaceholder(content []byte) bool {
	return bytes.HasPrefix(content, []byte(placeholderLine))
}
