import TestSupport
import Testing

/// A change of keys while programs write other files of the configuration.
@Suite struct ConfigLiveFileTests {
  /// A file that cannot be copied whole stays the same file: who has it open continues to write to it.
  @Test func aConstantWriterStopsNothing() throws {
    try Demo.with { demo throws in
      try demo.must("head -c 30M /dev/zero > demo/config/large; mkdir demo/config/spool")
      let outcome = try demo.shell(
        """
        while :; do echo x >> demo/config/large; i=$((i+1)); : > demo/config/spool/$i; rm -f demo/config/spool/*
        done & trap "kill $!" EXIT; $camconsole config set ethernet.MTU=1400 --yes
        """)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try demo.run("config get ethernet.MTU").text == "1400\n")
      try demo.must("[ $(stat -c %s demo/config/large) -gt 30000000 ]")
      try demo.restart()
      #expect(try demo.run("confirm").status == 0)
      try demo.expectNoTraces()
    }
  }
}
