package acme

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/crypto/acme"
)

const (
	mostLines      = 12
	mostCharacters = 500
)

var (
	challengePath = regexp.MustCompile(`(acme-challenge/)[A-Za-z0-9_-]+`)
	// Tokens, nonces, thumbprints, and addresses of accounts by some servers.
	longWord = regexp.MustCompile(`[A-Za-z0-9_-]{40,}`)
)

// summarizeError says why an attempt failed, in a few lines: no challenge or nonce, and nothing that a terminal would obey.
func summarizeError(err error) string {
	summary := strings.Builder{}
	for index, line := range strings.Split(explain(err), "\n") {
		if index == mostLines {
			break
		}
		line = printable(line)
		line = challengePath.ReplaceAllString(line, "$1…")
		line = longWord.ReplaceAllString(line, "…")
		fmt.Fprintf(&summary, "  %s\n", shortened(strings.TrimSpace(line)))
	}
	return summary.String()
}

func explain(err error) string {
	var connection *url.Error
	var authorization *acme.AuthorizationError
	var order *acme.OrderError
	var problem *acme.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &connection):
		return fmt.Sprintf("ERROR: the attempt timed out after %s", attemptTimeout)
	case errors.As(err, &connection):
		return "ERROR: Problem connecting to server: " + err.Error()
	case errors.As(err, &authorization):
		lines := []string{"ERROR: Challenge is invalid for " + authorization.Identifier}
		for _, err := range authorization.Errors {
			lines = append(lines, strings.TrimPrefix(explain(err), "ERROR: "))
		}
		return strings.Join(lines, "\n")
	case errors.As(err, &order) && order.Problem != nil:
		return explain(order.Problem)
	case errors.As(err, &problem):
		return explainProblem(problem)
	default:
		return "ERROR: " + err.Error()
	}
}

func explainProblem(problem *acme.Error) string {
	lines := []string{
		fmt.Sprintf("ERROR: An error occurred while asking the server (Status %d)", problem.StatusCode),
		strings.TrimPrefix(problem.ProblemType+": "+problem.Detail, ": "),
	}
	if value := problem.Header.Get("Retry-After"); value != "" {
		lines = append(lines, "Retry-After: "+value)
	}
	for _, part := range problem.Subproblems {
		lines = append(lines, part.String())
	}
	return strings.Join(lines, "\n")
}

func printable(line string) string {
	return strings.Map(func(letter rune) rune {
		if letter == '\t' || letter == unicode.ReplacementChar || !unicode.IsPrint(letter) {
			return -1
		}
		return letter
	}, line)
}

func shortened(line string) string {
	letters := []rune(line)
	return string(letters[:min(len(letters), mostCharacters)])
}
