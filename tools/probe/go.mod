module appengine/tools/probe

go 1.26
