"""Whatever a stranger may send: `python -m tests.fuzz [ENTRY …] --inputs 100000` (`make fuzz`).

An entry is a module with `seeds()`, good inputs as bytes; `make(mutator)`, one that may be anything; `take(data)`,
which hands it to the code as it would come and returns the sentences that were said; and, where they are not the usual,
`SECONDS` that one may take, `APART`, if it may end its process or hang in a library, and `refused_beside(data)`,
whether the server, which has such an input read in another process, refuses it nevertheless. Its corpus,
`corpus/ENTRY`, has every input that was found to be a fault, and `corpus/hangs` what is refused so; the tests try both
again. """

ENTRIES = ("links", "files", "maps", "lessons", "codes", "commands", "frames", "messages", "requests")
