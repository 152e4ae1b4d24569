import TestSupport
import Testing
import Wording

/// Hints name only commands that exist.
struct ControlTests {
  @Test(arguments: Control.allCases) func theCommandExists(_ control: Control) throws {
    try Demo.with(pin: false) { demo throws in
      let words = control.command.split(separator: " ")
      let command = words.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
      let help = try demo.run("help \(command)")
      #expect(help.status == 0 && help.text.contains("USAGE: camconsole \(command)"), "\(help.text) \(help.errors)")
      for option in words where option.hasPrefix("-") { #expect(help.text.contains(option), "\(help.text)") }
    }
  }
}
