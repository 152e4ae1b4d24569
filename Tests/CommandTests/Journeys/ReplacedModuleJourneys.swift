import TerminalSupport
import TestSupport
import Testing

/// The main reason to restore in the field: a module was replaced.
@Suite struct ReplacedModuleJourneys {
  /// The replaced DoorMaster gets its settings in four keys, the digits of the PIN not counted, and nothing restarts:
  /// from the backups, where any of them can be chosen, and from the modules, the chosen one or all.
  @Test(arguments: [
    ("b", "Backup and Restore", "5.4.1.7", "m"), ("m", "Modules", "Settings come from the backup", "m"),
    ("m", "Modules", "Settings come from the backup", "/door\rr"),
  ])
  func oneReplacedModuleInAFewKeys(_ menu: String, _ title: String, _ shown: String, _ key: String) throws {
    try Demo.with { demo throws in
      try demo.setPassword()
      try demo.create()
      try demo.must("cp demo/bus/03/config door; cp -a demo/config before")
      try demo.must("cd demo/bus/03; echo 10.99.1.2 > serial; printf 'SECTION door\\nENDSECTION door\\n' > config")
      let terminal = try demo.visit()
      try terminal.logIn()
      try terminal.open(title, menu)
      try terminal.expect(shown)

      terminal.type(key)
      try terminal.expect("Super PIN  [")
      terminal.type(Demo.pin)
      terminal.press(.enter)
      try terminal.expect("DoorMaster")
      try terminal.expect("was replaced (10.99.1.2")
      #expect(terminal.screen.text.contains("[x] Modules only") == (menu == "b"))
      #expect(!terminal.screen.text.contains("SECTION"))
      terminal.type("r")
      try terminal.expect("to 1 module?")
      try terminal.push("Restore modules")
      try terminal.expect("1 module restored. The camera's configuration is unchanged.")

      try terminal.expectTitle(title)
      try demo.must("cmp demo/bus/03/config door && [ ! -e demo/run/boot ] && diff -r demo/config before")
    }
  }
}
