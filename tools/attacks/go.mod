module appengine/tools/attacks

go 1.26
