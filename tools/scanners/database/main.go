// Database writes a database of vulnerabilities for tests, as grype reads it: `database DIRECTORY < records.json`.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	db "github.com/anchore/grype/grype/db/v6"
	"gorm.io/gorm"
)

// Records are what a test wants to be known.
type Records struct {
	// Built is when the data were put together.
	Built           time.Time       `json:"built"`
	Vulnerabilities []Vulnerability `json:"vulnerabilities"`
}

// Vulnerability is one of a package: of Debian where Debian is a release such as "13", else of an ecosystem such as "npm".
type Vulnerability struct {
	ID        string   `json:"id"`
	Aliases   []string `json:"aliases"`
	Severity  string   `json:"severity"`
	Package   string   `json:"package"`
	Debian    string   `json:"debian"`
	Ecosystem string   `json:"ecosystem"`
	// Fixed is the first version without it; empty where there is none.
	Fixed string `json:"fixed"`
	// Torn leaves out what the database should have of it, as where a disk has lost a part of the file.
	Torn bool `json:"torn"`
}

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(directory string) error {
	var records Records
	if err := json.NewDecoder(os.Stdin).Decode(&records); err != nil {
		return err
	}
	store, err := db.NewWriter(db.Config{DBDirPath: directory, CacheSizeKiB: 1024})
	if err != nil {
		return err
	}
	if err := store.SetDBMetadata(); err != nil {
		return err
	}
	for _, one := range records.Vulnerabilities {
		handle := affected(one, records.Built)
		if !one.Torn {
			if err := store.AddVulnerabilities(handle.Vulnerability); err != nil {
				return err
			}
		}
		if err := store.AddAffectedPackages(handle); err != nil {
			return err
		}
	}
	// The writer always puts the present there.
	rows := store.(interface{ GetDB() *gorm.DB }).GetDB()
	if err := rows.Model(&db.DBMetadata{}).Where("true").Update("build_timestamp", records.Built.UTC()).Error; err != nil {
		return err
	}
	return store.Close()
}

func affected(one Vulnerability, captured time.Time) *db.AffectedPackageHandle {
	provider, format := "github", "semantic"
	pkg := &db.Package{Name: one.Package, Ecosystem: one.Ecosystem}
	var system *db.OperatingSystem
	if one.Debian != "" {
		provider, format = "debian", "dpkg"
		pkg.Ecosystem = "deb"
		system = &db.OperatingSystem{Name: "debian", ReleaseID: "debian", MajorVersion: one.Debian}
	}
	constraint, fix := "", &db.Fix{State: db.NotFixedStatus}
	if one.Fixed != "" {
		constraint, fix = "< "+one.Fixed, &db.Fix{State: db.FixedStatus, Version: one.Fixed}
	}
	return &db.AffectedPackageHandle{
		Vulnerability: &db.VulnerabilityHandle{
			Name:       one.ID,
			Status:     db.VulnerabilityActive,
			ProviderID: provider,
			Provider:   &db.Provider{ID: provider, Version: "1", Processor: "test", DateCaptured: &captured},
			BlobValue: &db.VulnerabilityBlob{
				ID:         one.ID,
				Aliases:    one.Aliases,
				Severities: []db.Severity{{Scheme: db.SeveritySchemeCHMLN, Value: one.Severity}},
			},
		},
		OperatingSystem: system,
		Package:         pkg,
		BlobValue: &db.PackageBlob{
			CVEs:   one.Aliases,
			Ranges: []db.Range{{Version: db.Version{Type: format, Constraint: constraint}, Fix: fix}},
		},
	}
}
