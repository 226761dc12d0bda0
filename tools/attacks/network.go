package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const patience = 1500 * time.Millisecond

// connectTo reaches a port, and reads what a server says first where one does.
func connectTo(flags *flag.FlagSet, args []string) (verdict, error) {
	to := flags.String("to", "", "")
	greets := flags.Bool("greets", false, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	connection, err := net.DialTimeout("tcp", *to, patience)
	if err != nil {
		return stopped("connecting", err)
	}
	defer connection.Close()
	if !*greets {
		return succeeded("connected")
	}
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return verdict{}, err
	}
	greeting := make([]byte, 128)
	length, err := connection.Read(greeting)
	if err != nil {
		return stopped("waiting for a greeting", err)
	}
	return succeeded("it greets with %s", firstLine(greeting[:length]))
}

// fetchFrom asks a web server that is not meant for it.
func fetchFrom(flags *flag.FlagSet, args []string) (verdict, error) {
	url := flags.String("url", "", "")
	host := flags.String("host", "", "")
	timeout := flags.Duration("timeout", patience, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	request, err := http.NewRequest(http.MethodGet, *url, nil)
	if err != nil {
		return verdict{}, usageError{err}
	}
	if *host != "" {
		request.Host = *host
	}
	client := http.Client{Timeout: *timeout, Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	// A server that closes a connection without reading the request resets it, or just ends it: chance decides.
	if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return stopped("connecting", errHungUp)
	}
	if err != nil {
		return stopped("connecting", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return stopped("reading the answer", err)
	}
	if response.StatusCode != http.StatusOK {
		return stopped(fmt.Sprintf("status %d", response.StatusCode), errRefused)
	}
	return succeeded("it answers: %s", firstLine(body))
}

// openRawSocket asks for every packet on the network.
func openRawSocket(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const everything = 0x0300 // ETH_P_ALL in the network's byte order
	return openSocket("socket(AF_PACKET, SOCK_RAW)", syscall.AF_PACKET, syscall.SOCK_RAW, everything)
}

// spoofNeighbour tells a neighbour for two seconds that somebody else's address is at this container.
func spoofNeighbour(flags *flag.FlagSet, args []string) (verdict, error) {
	neighbour := flags.String("neighbour", "", "")
	neighbourMAC := flags.String("neighbour-mac", "", "")
	claimed := flags.String("claimed", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	target, claim := net.ParseIP(*neighbour).To4(), net.ParseIP(*claimed).To4()
	targetMAC, err := net.ParseMAC(*neighbourMAC)
	if target == nil || claim == nil || err != nil {
		return verdict{}, usageError{errors.New("--neighbour, --neighbour-mac and --claimed have to be addresses")}
	}
	own, err := net.InterfaceByName("eth0")
	if err != nil {
		return verdict{}, err
	}
	descriptor, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return stopped("socket(AF_PACKET, SOCK_RAW)", err)
	}
	defer syscall.Close(descriptor)
	frame := arpReply(own.HardwareAddr, claim, targetMAC, target)
	to := syscall.SockaddrLinklayer{Ifindex: own.Index, Halen: 6}
	copy(to.Addr[:], targetMAC)
	for range 20 {
		if err := syscall.Sendto(descriptor, frame, 0, &to); err != nil {
			return stopped("sending a forged ARP reply", err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	return succeeded("sent forged ARP replies")
}

// arpReply says that `ip` is at `mac`.
func arpReply(mac net.HardwareAddr, ip net.IP, toMAC net.HardwareAddr, to net.IP) []byte {
	frame := make([]byte, 0, 42)
	frame = append(frame, toMAC...)
	frame = append(frame, mac...)
	for _, field := range []uint16{0x0806, 1, 0x0800, 0x0604, 2} { // ARP; Ethernet, IPv4, lengths of their addresses, reply
		frame = binary.BigEndian.AppendUint16(frame, field)
	}
	frame = append(frame, mac...)
	frame = append(frame, ip...)
	frame = append(frame, toMAC...)
	return append(frame, to...)
}

func serve(flags *flag.FlagSet, args []string, stdout io.Writer) error {
	listen := flags.String("listen", ":8080", "")
	marker := flags.String("marker", "marker", "")
	banner := flags.String("banner", "", "")
	if err := parse(flags, args); err != nil {
		return err
	}
	listener, err := listenOn(*listen, stdout)
	if err != nil {
		return err
	}
	if *banner != "" {
		return greet(listener, *banner)
	}
	return http.Serve(listener, victim(*marker, stdout))
}

// listenOn opens a port, and says so.
func listenOn(address string, stdout io.Writer) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(stdout, "listening")
	return listener, nil
}

// victim is an app with something worth stealing, that logs and works as its callers like.
func victim(marker string, log io.Writer) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, marker) })
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /work", func(w http.ResponseWriter, _ *http.Request) {
		spin(5 * time.Millisecond)
		fmt.Fprintln(w, "done")
	})
	mux.HandleFunc("GET /log", func(w http.ResponseWriter, _ *http.Request) {
		if err := floodLog(log); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "logged %d MiB\n", floodMebibytes)
	})
	return mux
}

func greet(listener net.Listener, banner string) error {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		fmt.Fprintf(connection, "%s\r\n", banner)
		connection.Close()
	}
}

// measureLatency prints the time within which 95 of 100 requests were answered, in milliseconds.
func measureLatency(flags *flag.FlagSet, args []string, stdout io.Writer) error {
	url := flags.String("url", "", "")
	count := flags.Int("count", 100, "")
	if err := parse(flags, args); err != nil {
		return err
	}
	if *count < 1 || *count > 1000 {
		return usageError{fmt.Errorf("--count %d is not from 1 to 1000", *count)}
	}
	durations := make([]time.Duration, 0, *count)
	client := http.Client{Timeout: 5 * time.Second}
	for range *count {
		began := time.Now()
		response, err := client.Get(*url)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, response.Body)
		if err := errors.Join(err, response.Body.Close()); err != nil {
			return err
		}
		durations = append(durations, time.Since(began))
		time.Sleep(40 * time.Millisecond)
	}
	fmt.Fprintf(stdout, "%.1f\n", float64(percentile(durations, 95).Microseconds())/1000)
	return nil
}

// loadUntilTold sends a request every 20 milliseconds until it is asked to end, at most half a minute, and counts those that fail.
func loadUntilTold(flags *flag.FlagSet, args []string, stdout io.Writer) error {
	url := flags.String("url", "", "")
	if err := parse(flags, args); err != nil {
		return err
	}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	end := time.After(30 * time.Second)
	client := http.Client{Timeout: patience, Transport: &http.Transport{DisableKeepAlives: true}}
	requests, failed := 0, 0
	for {
		select {
		case <-told:
		case <-end:
		case <-tick.C:
			requests++
			response, err := client.Get(*url)
			if err != nil {
				failed++
				continue
			}
			response.Body.Close()
			continue
		}
		fmt.Fprintf(stdout, "%d requests, %d failed\n", requests, failed)
		return nil
	}
}
