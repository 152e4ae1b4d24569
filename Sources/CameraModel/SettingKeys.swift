extension SettingKey {
  /// Every key, in the order in which the settings are shown.
  static let all: [SettingKey] = directories + modules + identity + commands + rules + sections + terminal

  private static let directories = [
    SettingKey("CONFIG", .directory(\.configuration), "The directory of the camera's configuration."),
    SettingKey(
      "STATE", .directory(\.state), "The directory for data that must outlast a restart and is not on the card."),
    SettingKey("RUN", .directory(\.run), "The directory for locks and other data that need not outlast a restart."),
    SettingKey("CARD", .directory(\.card), "The directory of the SD card."),
    SettingKey(
      "CARD_MOUNT", .flag(\.cardMustBeMounted),
      "Whether the card must be a file system of its own on a block device. With no, any directory is a card."),
    SettingKey(
      "IMPORT_FROM", .directories(\.importFrom),
      "The directories where USB sticks are mounted, with commas between them. Import on the screen Backup and Restore "
        + "looks there and on the SD card. Empty: only on the SD card."),
  ]

  private static let modules = [
    SettingKey(
      "BUS", .optionalDirectory(\.bus),
      "The directory with one directory for each MxBus module. Empty: there is no bus."),
    SettingKey("BUS_TIMEOUT", .number(\.busTimeout, 1...60), "Seconds for one read or write of a module."),
    SettingKey("BUS_KIND", .fileName(\.busKind), "The file with a module's kind."),
    SettingKey(
      "BUS_SERIAL", .optionalFileName(\.busSerial),
      "The file with a module's serial number. Empty: there is no such file."),
    SettingKey(
      "BUS_FIRMWARE", .optionalFileName(\.busFirmware),
      "The file with a module's firmware. Empty: there is no such file."),
    SettingKey("BUS_CONFIG", .fileName(\.busConfiguration), "The file with a module's configuration."),
  ]

  private static let identity = [
    SettingKey(
      "MODEL_FILE", .optionalFile(\.modelFile),
      "The file with the camera's model in its first line. Empty: the model is in SECTION identity of camera.cfg."),
    SettingKey("SERIAL_FILE", .optionalFile(\.serialFile), "The same for the camera's serial number."),
    SettingKey("FIRMWARE_FILE", .optionalFile(\.firmwareFile), "The same for the camera's firmware."),
  ]

  private static let commands = [
    SettingKey(
      "REBOOT", .command(\.reboot),
      "The command that restarts the camera, with its arguments. It is run without a shell."),
    SettingKey("RELOAD", .optionalCommand(\.reload), "The command to run after users were set. Empty: no command."),
  ]

  private static let rules = [
    SettingKey("IDLE", .number(\.idleMinutes, 1...1440), "The console logs out after these minutes without a key."),
    SettingKey(
      "REVERT", .number(\.revertMinutes, Settings.revertRange),
      "A restore is reverted if it is not confirmed within these minutes after the restart. 0: never."),
    SettingKey(
      "PIN_MIN", .number(\.pinMinimum, PINRules.formerMinimum...PINRules.maximum),
      "How many digits a new Super PIN must have at least."),
    SettingKey(
      "PASSWORD_CLASSES", .number(\.passwordClasses, 1...4),
      "How many of these a new password needs: upper case, lower case, digits, special characters."),
    SettingKey("ARGON2_PASSES", .number(\.argon2Passes, 3...10), "Passes of Argon2id, from the next PIN change on."),
    SettingKey(
      "ARGON2_MIB", .number(\.argon2MiB, 64...1024), "MiB of memory for Argon2id, from the next PIN change on."),
  ]

  private static let sections = [
    SettingKey("NETWORK_SECTIONS", .words(\.networkSections), "The sections that Keep network keeps at a restore."),
    SettingKey(
      "NETWORK_FILES", .pathPatterns(\.networkFiles),
      "The files that Keep network keeps too. Write paths in CONFIG with spaces between them, such as "
        + "network/interfaces.d/*. * and ? do not match /. ** matches directories at any depth. A directory stands for "
        + "all files in it. Of camera.cfg only sections are kept."),
    SettingKey(
      "SECRET_KEYS", .words(\.secretKeys),
      "The values of these keys are masked, also in texts. * stands for any characters, ? for one character."),
  ]

  private static let terminal = [
    SettingKey(
      "ESCDELAY", .number(\.escapeDelay, 20...1000),
      "How many milliseconds the console waits after Esc: other keys of a terminal begin with the same byte."),
    SettingKey(
      "CURSOR_REPORT", .flag(\.cursorReport), "Whether to ask a serial terminal for its size with a cursor report."),
    SettingKey(
      "RULES", .rules(\.rules), "How lines are drawn: auto, ascii (-), or acs (the terminal's line drawing)."),
    SettingKey("SLOW_BELOW", .number(\.slowBelow, 0...4_000_000), "A line with fewer bits a second counts as slow."),
    SettingKey(
      "SSH_COMMANDS", .subcommands(\.sshCommands),
      "The command lines permitted over SSH, with commas between them: status, backup create *. Empty: none. A * as "
        + "the last word stands for any further words. --wait and --json may be added. Words are quoted as in a shell. "
        + "Nothing is expanded."),
    SettingKey(
      "ESCROW", .optionalFile(\.escrow),
      "The file with an organisation's public key of camconsole escrow keygen. A new Super PIN is kept sealed for it. "
        + "Empty: only the person who sets the PIN has it."),
  ]
}
