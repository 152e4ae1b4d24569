internal import ArgumentParser
internal import BackupStore
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import Sodium
internal import Wording

struct PINCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Set, change and check the Super PIN.",
    discussion: "Without a Super PIN there are no backups. The PIN opens a backup, to preview or restore it.",
    subcommands: [
      PINSetCommand.self, PINChangeCommand.self, PINAdoptCommand.self, PINCheckCommand.self, PINGenerateCommand.self,
    ])
}

struct PINSetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Set the Super PIN.",
    discussion: """
      If the card has backups made with another PIN, this PIN is tried on them. If it opens them, this camera can use \
      them; such a PIN may be shorter than a new one. If it does not, you are asked first: the card would be locked \
      until the old PIN is set again. If this is the PIN already, nothing is changed, and the command succeeds. If \
      another PIN is set, this counts as a wrong PIN. If ESCROW names a key, the PIN is also sealed for that key, or \
      it is not set. --forgotten replaces the current PIN without knowing it: the backups on the card are then locked \
      until the old PIN is set again. It also replaces the sealed PIN of an escrow. If you need the old PIN, open the \
      sealed PIN first.
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Replace a PIN that nobody knows.")
  var forgotten = false

  @Option(
    name: [.customLong("pin-file"), .customLong("new-pin-file")],
    help: ArgumentHelp("Read the new PIN from this file, - for standard input.", valueName: "file"))
  var pinFile: String?

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { try refuseEmptyPath(pinFile, "--pin-file") }

  func run() throws {
    try Permission.check("--pin-file", pinFile)
    if forgotten {
      try Confirmation.require(
        .replacePIN, forgottenQuestion, yes: yes)
    }
    let pin = try Composition.secrets.readNew(file: pinFile, option: "--pin-file", prompt: "New Super PIN")
    PINReporting.tellStrength(pin)
    var decisions = PINReporting.decisions(yes: yes)
    if forgotten { decisions.lockCard = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.setPIN(pin, forgetting: forgotten, decisions)
    }
    try PINReporting.print(report, report.outcome.isUnchanged ? report.unchangedSentence : PINReport.set, json: json)
  }
}

struct PINChangeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change",
    abstract: "Change the Super PIN and re-encrypt every backup on the card.",
    discussion: """
      The old PIN is valid until all backups are re-encrypted and verified. Then the new PIN is valid, in one step. \
      The command can be interrupted at any time. A card that is not in the slot keeps the old PIN: it is locked until \
      the old PIN is set again. So a change without a card, or with another card than usual, needs --without-card. If \
      the new PIN is the PIN already, nothing is changed, and the command succeeds. If ESCROW names a key, the new PIN \
      is also sealed for that key, or the PIN is not changed.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("Read the old PIN from this file, - for standard input.", valueName: "file"))
  var oldPinFile: String?

  @Option(help: ArgumentHelp("Read the new PIN from this file, - for standard input.", valueName: "file"))
  var newPinFile: String?

  @Flag(help: "Change the PIN although backups cannot be re-encrypted: no card, another card, read-only, or too small.")
  var withoutCard = false

  @Flag(help: "Delete damaged backups.")
  var loseDamaged = false

  @Flag(help: "Change the PIN although the last restore cannot be undone afterwards.")
  var loseUndo = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    try refuseEmptyPath(oldPinFile, "--old-pin-file")
    try refuseEmptyPath(newPinFile, "--new-pin-file")
  }

  func run() throws {
    try Permission.check("--old-pin-file", oldPinFile)
    try Permission.check("--new-pin-file", newPinFile)
    let old = try Composition.secrets.read(file: oldPinFile, option: "--old-pin-file", prompt: "Old Super PIN")
    let new = try Composition.secrets.readNew(
      file: newPinFile, option: "--new-pin-file", prompt: "New Super PIN", line: oldPinFile == "-" ? 2 : 1)
    PINReporting.tellStrength(new)
    var decisions = PINReporting.decisions(yes: yes)
    if withoutCard { decisions.leaveCard = { _ in true } }
    if loseUndo { decisions.loseUndo = { _ in true } }
    if loseDamaged { decisions.loseDamaged = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.changePIN(from: old, to: new, decisions)
    }
    let isSame = old.isEqual(to: new) || report.outcome.isUnchanged
    try PINReporting.print(report, isSame ? report.unchangedSentence : PINReport.changed, json: json)
  }
}

struct PINAdoptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Try the PIN on the backups of another camera that has the same PIN.",
    discussion: "The backups that it opens become backups of this camera. It is then not known which of them were kept."
  )

  @OptionGroup var global: GlobalOptions

  @OptionGroup var pinOption: PINOption

  @Flag(
    help:
      "Adopt them although backups on another card are then locked: a camera has the keys of at most \(spelled(BackupLimits.vaults)) PINs."
  )
  var withoutCard = false

  @Flag(help: "Do not ask.")
  var yes = false

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read()
    var decisions = PINReporting.decisions(yes: yes)
    if withoutCard { decisions.leaveCard = { _ in true } }
    let report = try global.onCamera { [decisions] (camera) throws(ServiceError) in
      try camera.adoptBackups(pin, decisions)
    }
    try PINReporting.print(
      report, report.outcome.isUnchanged ? PINReport.nothingAdopted : PINReport.adopted, json: json)
  }
}

struct PINCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the PIN. A wrong one counts as a failed try.")

  @OptionGroup var global: GlobalOptions

  @OptionGroup var pinOption: PINOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let pin = try pinOption.read()
    try global.onCamera { (camera) throws(ServiceError) in try camera.checkPIN(pin) }
    guard !json else { return try Output.json(.object(["right": .truth(true)])) }
    try Output.line(PINReport.right)
  }
}

struct PINGenerateCommand: ParsableCommand {
  private static let lengths = "\(PINRules.generatedLengths.lowerBound) to \(PINRules.generatedLengths.upperBound)"

  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Print a random PIN.",
    discussion: "The PIN is not set. Write it down: nobody can open a backup without it.")

  @OptionGroup var global: GlobalOptions

  @Option(help: "The number of digits, \(lengths).")
  var digits = PINRules.generated

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard PINRules.generatedLengths.contains(digits) else { throw ValidationError("--digits takes \(Self.lengths).") }
  }

  func run() throws {
    let pin = try Camera.generatePIN(count: digits)
    let (before, after) = json ? (Array(#"{"pin":""#.utf8), Array("\"}\n".utf8)) : ([], [0x0A])
    try SecretLine.print(before, pin, after)
    if SystemCalls.isErrorATerminal {
      Output.notice(PINStrength(digits: digits).sentence)
    }
  }
}
