package backup

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Config is what was declared, as the container's variables have it: programs that an operator runs in it have it, too.
type Config struct {
	// Type of the data, such as `postgres`.
	Type string
	// Name of the service, which is that of its database as well.
	Name string
	Schedule
	// Keep is how many backups stay at least.
	Keep int
	// Drill is the longest time between two restores that are tried; zero is never.
	Drill time.Duration
	// Check is a query whose answer has to be true in what a drill restores; empty is none.
	Check string
}

var serviceName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// ReadConfig reads them. @param variable such as os.Getenv
func ReadConfig(variable func(name string) string) (Config, error) {
	config := Config{Type: variable("BACKUP_TYPE"), Name: variable("BACKUP_NAME"), Check: variable("BACKUP_CHECK")}
	if !serviceName.MatchString(config.Name) {
		return config, fmt.Errorf("BACKUP_NAME=%q must be 1 to 63 of a-z, 0-9 and -, a letter first", config.Name)
	}
	numbers := map[string]int{}
	for name, least := range map[string]int{"BACKUP_PERIOD_SECONDS": 1, "BACKUP_OFFSET_SECONDS": 0, "BACKUP_KEEP": 1, "BACKUP_DRILL_SECONDS": 0} {
		number, err := strconv.Atoi(variable(name))
		if err != nil || number < least {
			return config, fmt.Errorf("%s=%q must be a whole number from %d on", name, variable(name), least)
		}
		numbers[name] = number
	}
	seconds := func(name string) time.Duration { return time.Duration(numbers[name]) * time.Second }
	config.Schedule = Schedule{Period: seconds("BACKUP_PERIOD_SECONDS"), Offset: seconds("BACKUP_OFFSET_SECONDS")}
	config.Keep, config.Drill = numbers["BACKUP_KEEP"], seconds("BACKUP_DRILL_SECONDS")
	return config, nil
}
