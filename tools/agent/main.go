// Command agent does what has to be done inside of the platform's containers beside the programs that serve: it starts those, lets them take new
// certificates, prints their logs, and makes, requests and renews certificates. It is one static file, and each image has it at /usr/local/bin/agent.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"agent/acme"
	"agent/binding"
	"agent/certificate"
	"agent/egress"
	"agent/gateway"
	"agent/mariadb"
	"agent/postgres"
	"agent/process"
	"agent/router"
	"agent/valkey"
)

const (
	failed  = 1
	misused = 2
)

// command is one job. It ends with an error, with the exit status of the program that it runs, or when it is asked to end.
type command struct {
	name, arguments, purpose string
	// How many arguments it needs at least.
	least int
	run   func(arguments []string) error
}

var commands = []command{
	{"authority create", "", "make the installation's certificate authority unless there is one, and the next one in time", 0, createAuthority},
	{"authority rotate", "", "make the next authority before its time, for clients to trust it", 0, rotateAuthority},
	{"authority complete", "", "let the next authority sign from now on", 0, completeRotation},
	{"authority sign", "HOST...", "sign the intermediate that is asked for, for these hosts alone", 1, signIntermediate},
	{"certificate keep", "NAME HOST...", "issue a certificate by an intermediate, and renew it", 2, keepCertificate},
	{"acme keep", "NAME HOST...", "get a certificate from the ACME server at $ACME_DIRECTORY, and renew it", 2, keepAcmeCertificate},
	{"gateway run", "CERTIFICATE ARGUMENT...", "run HAProxy, which takes new certificates without losing a connection", 1, runGateway},
	{"gateway reload", "[SECONDS [BACKEND]]", "let HAProxy read its configuration again, and wait for new servers and old workers", 0, reloadGateway},
	{"gateway servers", "", "print the servers of HAProxy's current worker", 0, printServers},
	{"gateway traffic", "", "print what the servers of HAProxy's current worker have answered", 0, printTraffic},
	{"router run", "ARGUMENT...", "run nginx, and print its log", 0, runRouter},
	{"egress run", "", "run the two Squids of a proxy", 0, runEgress},
	{"secret generate", "LENGTH", "make a secret of letters and digits, unless there is one", 1, generateSecret},
	{"secret replace", "", "make what standard input has the secret", 0, replaceSecret},
	{"binding users", "[TENANT SERVICE]", "print the users that the server of this container has", 0, printUsers},
	{"binding shares", "", "print what tenants have of the shared server of this container", 0, printShares},
	{"postgres run", "DATABASE OPTION...", "run PostgreSQL for the users that are declared", 1, runPostgres},
	{"postgres health", "", "ask PostgreSQL for an answer to a query", 0, checkPostgres},
	{"postgres slow", "MILLISECONDS SECONDS", "let PostgreSQL log statements that take longer than that, for so long", 2, logSlowPostgres},
	{"postgres archive", "FILE", "leave a file of PostgreSQL's log for the container that makes backups", 1, archivePostgres},
	{"postgres connect", "DATABASE ARGUMENT...", "become the client of PostgreSQL, as its superuser", 1, connectPostgres},
	{"postgres bind", "DIRECTORY HOST PORT USER DATABASE", "make the credentials of a user, and wait until PostgreSQL takes them", 5, bindPostgres},
	{"postgres share", "DOMAIN DATABASES MEMORY OPTION...", "run PostgreSQL for all tenants that share it", 3, sharePostgres},
	{"postgres bind-share", "DIRECTORY HOST PORT TENANT SERVICE USER", "make the credentials of a tenant's user, and wait until PostgreSQL takes them", 6, bindSharedPostgres},
	{"postgres connect-share", "TENANT SERVICE ARGUMENT...", "become the client of PostgreSQL in a tenant's database, as its superuser", 2, connectSharedPostgres},
	{"postgres drop-share", "TENANT", "remove the databases of a tenant for good", 1, dropSharedPostgres},
	{"pgbouncer run", "HOST DATABASE SERVER session|transaction CLIENTS CONNECTIONS", "run PgBouncer for the users that are declared", 6, runPgbouncer},
	{"pgbouncer health", "", "ask PgBouncer whether it takes connections", 0, checkPgbouncer},
	{"mariadb run", "DATABASE OPTION...", "run MariaDB for the users that are declared", 1, runMariadb},
	{"mariadb health", "", "ask MariaDB for an answer to a query", 0, checkMariadb},
	{"mariadb connect", "DATABASE ARGUMENT...", "become the client of MariaDB, as its superuser", 1, connectMariadb},
	{"mariadb bind", "DIRECTORY HOST PORT USER DATABASE", "make the credentials of a user, and wait until MariaDB takes them", 5, bindMariadb},
	{"valkey run", "HOST OPTION...", "run Valkey for the users that are declared", 1, runValkey},
	{"valkey health", "", "ask Valkey for an answer", 0, checkValkey},
	{"valkey connect", "HOST ARGUMENT...", "run the client of Valkey with every right", 1, connectValkey},
	{"valkey bind", "DIRECTORY HOST PORT USER", "make the credentials of a user, and wait until Valkey takes them", 4, bindValkey},
	{"rabbitmq run", "HOST PARTITION [PLUGIN|SETTING=VALUE...]", "run RabbitMQ for the users that are declared", 2, runRabbitmq},
	{"rabbitmq health", "", "ask RabbitMQ for an answer", 0, checkRabbitmq},
	{"rabbitmq connect", "HOST ARGUMENT...", "run a command of rabbitmqctl", 1, connectRabbitmq},
	{"rabbitmq bind", "DIRECTORY HOST PORT USER VHOST", "make the credentials of a user, and wait until RabbitMQ takes them", 5, bindRabbitmq},
	{"nats run", "HOST PARTITION MEMORY [SETTING=VALUE...]", "run NATS for the users that are declared", 3, runNats},
	{"nats health", "", "ask NATS for an answer", 0, checkNats},
	{"nats bind", "DIRECTORY HOST PORT USER", "make the credentials of a user, and wait until NATS takes them", 4, bindNats},
	{"memcached run", "HOST OPTION...", "run Memcached", 1, runMemcached},
	{"memcached health", "", "ask Memcached for an answer", 0, checkMemcached},
	{"memcached bind", "DIRECTORY HOST PORT USER", "write what a client has to know, and wait until Memcached answers", 4, bindMemcached},
	{"object-storage run", "HOST PARTITION MEMORY OPTION...", "run versitygw for the users that are declared", 3, runObjectStorage},
	{"object-storage health", "", "ask versitygw for an answer", 0, checkObjectStorage},
	{"object-storage bind", "DIRECTORY HOST PORT USER BUCKET", "make the keys of a user, and wait until versitygw takes them", 5, bindObjectStorage},
	{"credentials generate", "DIRECTORY TYPE SCHEME HOST PORT USER [DATABASE]", "make the credentials of a service whose image knows no agent, unless there are some", 6, generateCredentials},
	{"exporter run", "TYPE SUBNET DIRECTORY", "tell Prometheus how a service is, in the network of operators alone", 3, runExporter},
	{"exporter health", "", "ask the exporter for its first page", 0, checkExporter},
	{"backup keep", "", "make backups when they are due, and try them", 0, keepBackups},
	{"backup run", "", "make a backup now, and print its record", 0, runBackup},
	{"backup drill", "", "restore the last backup where nobody sees it, compare it, and print what was found", 0, drillBackup},
	{"backup export", "", "restore the last backup where nobody sees it, and print its database as statements", 0, exportBackup},
	{"backup fetch", "", "bring the copy of the repository back from the target, and put the one that is there aside", 0, fetchBackups},
	{"backup list", "", "print all that is known of the backups", 0, listBackups},
	{"backup health", "", "ask whether backups can be made", 0, checkBackups},
	{"backup attend", "SECONDS COUNT WORD...", "run the program of the first COUNT words before each backup and that of the others after it, each for so long at most", 3, attendBackups},
	{"backup attended", "", "ask whether somebody attends to backups", 0, checkAttendant},
	{"backup sftp", "", "pass input and output on to the file server of the target", 0, passSftp},
	{"backup key", "", "print the key of the repository", 0, printKey},
	{"backup restore", "[BACKUP [TIME]]", "restore a backup beside the data, compare it, and print what it has", 0, restoreBackup},
	{"backup switch", "", "put what was restored in the place of the data", 0, switchBackup},
	{"backup back", "DIRECTORY", "undo a switch", 1, switchBack},
	{"backup discard", "", "remove what restores have put aside", 0, discardBackup},
	{"schedule keep", "EXPRESSION ZONE skip|wait SECONDS WORD...", "run a program when it is due, each time for so long at most", 5, keepSchedule},
	{"schedule run", "", "run it now, and print what became of it", 0, runSchedule},
	{"schedule list", "", "print when it is due, and what became of its runs", 0, listSchedule},
	{"schedule health", "", "ask whether somebody keeps the schedule", 0, checkSchedule},
	{"registry run", "CERTIFICATE", "run the registry of images behind its door", 1, runRegistry},
	{"registry health", "", "ask the registry and its door for an answer", 0, checkRegistry},
	{"registry users", "", "make the passwords of the registry's users, unless there are some", 0, createRegistryUsers},
	{"registry list", "", "print the images that the registry has", 0, listRegistry},
	{"registry collect", "", "remove images but those that standard input names, and print what that freed", 0, collectRegistry},
	{"egress health", "", "connect through both Squids", 0, checkEgress},
}

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(arguments []string, stderr io.Writer) int {
	if len(arguments) < 2 {
		return usage(stderr, "a command is missing")
	}
	name := arguments[0] + " " + arguments[1]
	index := slices.IndexFunc(commands, func(command command) bool { return command.name == name })
	if index < 0 {
		return usage(stderr, fmt.Sprintf("%q is not a command", name))
	}
	if len(arguments)-2 < commands[index].least {
		return usage(stderr, fmt.Sprintf("%s needs %s", name, commands[index].arguments))
	}
	if len(arguments) > 2 && commands[index].arguments == "" {
		return usage(stderr, name+" takes no arguments")
	}
	err := commands[index].run(arguments[2:])
	var exit process.Exit
	var wrong argumentError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Status
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return misused
	default:
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		return failed
	}
}

// argumentError is about an argument of a command.
type argumentError struct{ error }

func usage(stderr io.Writer, problem string) int {
	lines := strings.Builder{}
	for _, command := range commands {
		fmt.Fprintf(&lines, "  agent %-46s %s\n", strings.TrimSpace(command.name+" "+command.arguments), command.purpose)
	}
	fmt.Fprintf(stderr, "agent: %s\nusage:\n%s", problem, lines.String())
	return misused
}

// untilStopped is done when the container is to end.
func untilStopped() context.Context {
	ctx, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	return ctx
}

const (
	authorityDirectory    = "/authority"
	intermediateDirectory = "/intermediate"
	certificatesDirectory = "/certificates"

	requestPatience = 30 * time.Second
	requestEvery    = 100 * time.Millisecond
)

func createAuthority([]string) error {
	return certificate.KeepRoot(authorityDirectory, time.Now(), os.Stdout)
}

func rotateAuthority([]string) error {
	return certificate.BeginRotation(authorityDirectory, time.Now(), os.Stdout)
}

func completeRotation([]string) error {
	return certificate.CompleteRotation(authorityDirectory, time.Now(), os.Stdout)
}

func signIntermediate(hosts []string) error {
	isAsked := func() bool { return certificate.IsRequested(intermediateDirectory) }
	if err := process.Await(process.Signals(), requestPatience, requestEvery, isAsked); err != nil {
		return fmt.Errorf("a request of the tenant's issuer: %w", err)
	}
	return certificate.SignIntermediate(authorityDirectory, intermediateDirectory, hosts, time.Now(), os.Stdout)
}

func keepCertificate(arguments []string) error {
	poll, err := process.PollInterval()
	if err != nil {
		return err
	}
	keeper := certificate.Keeper{
		Authority: intermediateDirectory, Directory: certificatesDirectory, Name: arguments[0], Hosts: arguments[1:], Poll: poll, Output: os.Stdout,
	}
	return keeper.Run(untilStopped())
}

func keepAcmeCertificate(arguments []string) error {
	poll, err := process.PollInterval()
	if err != nil {
		return err
	}
	server := acme.Server{Directory: os.Getenv("ACME_DIRECTORY"), Email: os.Getenv("ACME_EMAIL"), AuthorityFile: "/etc/acme/authority.pem"}
	keeper := acme.Keeper{
		Directory: certificatesDirectory, Name: arguments[0], Hosts: arguments[1:], Server: server, Poll: poll, Output: os.Stdout,
	}
	return keeper.Run(untilStopped())
}

func runGateway(arguments []string) error {
	poll, err := process.PollInterval()
	if err != nil {
		return err
	}
	return gateway.Run(arguments[0], arguments[1:], poll)
}

func reloadGateway(arguments []string) error {
	request, err := gateway.ParseRequest(arguments)
	if err != nil {
		return argumentError{err}
	}
	return gateway.Reload(request, os.Stdout)
}

func printServers([]string) error {
	return gateway.PrintServers(os.Stdout)
}

func printTraffic([]string) error {
	return gateway.PrintTraffic(os.Stdout)
}

func runRouter(arguments []string) error {
	return router.Run(arguments)
}

func runEgress([]string) error {
	return egress.Run()
}

func checkEgress([]string) error {
	return egress.Check(egress.RequestsAddress)
}

func generateSecret(arguments []string) error {
	length, err := strconv.Atoi(arguments[0])
	if err != nil || len(arguments) > 1 {
		return argumentError{errors.New("it needs the number of its characters")}
	}
	return binding.Generate(length, os.Stdout)
}

func replaceSecret([]string) error {
	return binding.Replace(os.Stdin, os.Stdout)
}

func printUsers(arguments []string) error {
	return binding.PrintUsers(arguments, os.Stdout)
}

func printShares([]string) error {
	return binding.PrintShares(os.Stdout)
}

func runPostgres(arguments []string) error {
	return postgres.Run(arguments[0], arguments[1:])
}

func checkPostgres([]string) error {
	return postgres.Check()
}

func logSlowPostgres(arguments []string) error {
	return postgres.LogSlow(arguments)
}

func archivePostgres(arguments []string) error {
	return postgres.Archive(arguments[0])
}

func connectPostgres(arguments []string) error {
	return postgres.Connect(arguments[0], arguments[1:])
}

func bindPostgres(arguments []string) error {
	return binding.Create(postgres.Kind, arguments, os.Stdout)
}

func sharePostgres(arguments []string) error {
	return postgres.Serve(arguments[0], arguments[1], arguments[2], arguments[3:])
}

func bindSharedPostgres(arguments []string) error {
	return binding.CreateShared(postgres.Kind, arguments, os.Stdout)
}

func connectSharedPostgres(arguments []string) error {
	return postgres.ConnectShare(arguments[0], arguments[1], arguments[2:])
}

func dropSharedPostgres(arguments []string) error {
	return postgres.DropShares(arguments[0], os.Stdout)
}

func runMariadb(arguments []string) error {
	return mariadb.Run(arguments[0], arguments[1:])
}

func checkMariadb([]string) error {
	return mariadb.Check()
}

func connectMariadb(arguments []string) error {
	return mariadb.Connect(arguments[0], arguments[1:])
}

func bindMariadb(arguments []string) error {
	return binding.Create(mariadb.Kind, arguments, os.Stdout)
}

func runValkey(arguments []string) error {
	return valkey.Run(arguments[0], arguments[1:])
}

func checkValkey([]string) error {
	return valkey.Check()
}

func connectValkey(arguments []string) error {
	return valkey.Connect(arguments[1:])
}

func bindValkey(arguments []string) error {
	return binding.Create(valkey.Kind, arguments, os.Stdout)
}
