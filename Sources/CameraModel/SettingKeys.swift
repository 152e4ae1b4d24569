extension SettingKey {
  /// Every key, in the order in which the settings are shown.
  static let all: [SettingKey] = directories + modules + identity + commands + rules + sections + terminal

  private static let directories = [
    SettingKey("CONFIG", .directory(\.configuration), "The directory of the camera's configuration."),
    SettingKey("STATE", .directory(\.state), "The directory for what outlasts a reboot and is not on the card."),
    SettingKey("RUN", .directory(\.run), "The directory for locks and what need not outlast a reboot."),
    SettingKey("CARD", .directory(\.card), "The directory of the SD card."),
    SettingKey(
      "CARD_MOUNT", .flag(\.cardMustBeMounted),
      "Whether the card must be a whole file system of its own on a block device. With no, any directory is a card."),
  ]

  private static let modules = [
    SettingKey("BUS", .optionalPath(\.bus), "The directory with one directory for each MxBus module; empty: no bus."),
    SettingKey("BUS_TIMEOUT", .number(\.busTimeout, 1...60), "Seconds for one read or write of a module."),
    SettingKey("BUS_KIND", .fileName(\.busKind), "The file with a module's kind."),
    SettingKey("BUS_SERIAL", .optionalFileName(\.busSerial), "The file with a module's serial number; empty: none."),
    SettingKey("BUS_FIRMWARE", .optionalFileName(\.busFirmware), "The file with a module's firmware; empty: none."),
    SettingKey("BUS_CONFIG", .fileName(\.busConfiguration), "The file with a module's configuration."),
  ]

  private static let identity = [
    SettingKey(
      "MODEL_FILE", .optionalPath(\.modelFile),
      "A file whose first line is the camera's model; empty: from SECTION identity of camera.cfg."),
    SettingKey("SERIAL_FILE", .optionalPath(\.serialFile), "Likewise the camera's serial number."),
    SettingKey("FIRMWARE_FILE", .optionalPath(\.firmwareFile), "Likewise the camera's firmware."),
  ]

  private static let commands = [
    SettingKey(
      "REBOOT", .command(\.reboot), "The command that reboots the camera, with its arguments; no shell is involved."),
    SettingKey("RELOAD", .optionalCommand(\.reload), "The command to run after users were set; empty: none."),
  ]

  private static let rules = [
    SettingKey("IDLE", .number(\.idleMinutes, 1...1440), "Minutes without a key after which the console logs out."),
    SettingKey(
      "REVERT", .number(\.revertMinutes, Settings.revertRange),
      "Minutes after the reboot in which a restore must be confirmed; 0: it need not be."),
    SettingKey(
      "PIN_MIN", .number(\.pinMinimum, PINRules.formerMinimum...PINRules.maximum),
      "Digits that a new Super PIN has at least."),
    SettingKey(
      "PASSWORD_CLASSES", .number(\.passwordClasses, 1...4),
      "How many of upper case, lower case, digits and special characters a new password has."),
    SettingKey("ARGON2_PASSES", .number(\.argon2Passes, 3...10), "Passes of Argon2id from the next PIN change on."),
    SettingKey(
      "ARGON2_MIB", .number(\.argon2MiB, 64...1024), "MiB of memory of Argon2id from the next PIN change on."),
  ]

  private static let sections = [
    SettingKey("NETWORK_SECTIONS", .words(\.networkSections), "The sections that Keep network keeps at a restore."),
    SettingKey(
      "NETWORK_FILES", .pathPatterns(\.networkFiles),
      "The files that Keep network keeps too, as paths in CONFIG with spaces between them, such as "
        + "network/interfaces.d/*. * and ? do not match /, and ** matches directories at any depth. A directory means "
        + "all in it. Of camera.cfg only sections are kept."),
    SettingKey(
      "SECRET_KEYS", .words(\.secretKeys),
      "Patterns of names whose values are masked, of keys and in texts; * stands for any characters, ? for one."),
  ]

  private static let terminal = [
    SettingKey(
      "ESCDELAY", .number(\.escapeDelay, 20...1000),
      "Milliseconds to wait for the rest of a key's sequence before Esc counts as Esc."),
    SettingKey(
      "CURSOR_REPORT", .flag(\.cursorReport), "Whether to ask a serial terminal for its size by a cursor report."),
    SettingKey(
      "RULES", .rules(\.rules), "How rules are drawn: auto, ascii (-), or acs (the terminal's line drawing)."),
    SettingKey("SLOW_BELOW", .number(\.slowBelow, 0...4_000_000), "Bits a second below which a line counts as slow."),
    SettingKey(
      "SSH_COMMANDS", .subcommands(\.sshCommands),
      "The command lines permitted over SSH, whole, with commas between them; empty: none. A * as the last word stands for "
        + "any further words: status, backup create *. --wait and --json may be added. Words are quoted as in a shell; "
        + "nothing is expanded."),
  ]
}
