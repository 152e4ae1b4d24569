internal import ArgumentParser
internal import CameraModel
internal import CameraService
internal import Wording

struct UsersAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a user.",
    discussion: """
      Type the password twice, or give a file with the password in its first line. If the user exists with the same \
      group and password, nothing is changed, and the command succeeds.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The new user's name.")
  var name: String

  @Option(help: "The new user's group.")
  var group: UserGroup

  @OptionGroup var passwordOption: PasswordOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try passwordOption.check()
    try global.onCamera { (camera) throws(ServiceError) in
      guard try !camera.mayRepeatAdding(name, group) else { return }
      try camera.validate { (users) throws(UserError) in
        try users.add(UserAccount(name: name, group: group, passwordString: PasswordHashing.nobody))
      }
    }
    let password = try passwordOption.read(for: name)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.addUser(name, group, password) }
    try change.tell(
      change.added(name, to: group), json ? ["name": .text(name), "group": .text(group.rawValue)] : nil)
  }
}

struct UsersRenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Give a user another name and a new password.",
    discussion: """
      Type the password twice, or give a file with the password in its first line. The group stays.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user.")
  var name: String

  @Argument(help: "The new name.")
  var new: String

  @OptionGroup var passwordOption: PasswordOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try passwordOption.check()
    let isSame = name.utf8.elementsEqual(new.utf8)
    if isSame, passwordOption.passwordFile == nil {
      return try tell(try global.onCamera { (camera) throws(ServiceError) in try camera.keepName(of: name) })
    }
    try global.onCamera { (camera) throws(ServiceError) in
      guard try !camera.mayRepeatRenaming(name, to: new) else { return }
      if isSame {
        _ = try camera.keepName(of: name)
        return
      }
      try camera.validate { (users) throws(UserError) in
        try users.rename(name, to: new, passwordString: PasswordHashing.nobody)
      }
    }
    let password = try passwordOption.read(for: new)
    let change = try global.onCamera { (camera) throws(ServiceError) in
      try camera.renameUser(name, to: new, password)
    }
    try tell(change)
  }

  private func tell(_ change: UserChange) throws(ServiceError) {
    try change.tell(
      change.renamed(name, to: new),
      json ? ["name": .text(new), "previous": .text(name)] : nil)
  }
}

struct UsersSetPasswordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-password", abstract: "Give a user another password.",
    discussion: """
      Type the password twice, or give a file with the password in its first line.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user.")
  var name: String

  @OptionGroup var passwordOption: PasswordOption

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    try passwordOption.check()
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.validate { (users) throws(UserError) in try users.setPassword(of: name, to: PasswordHashing.nobody) }
    }
    let password = try passwordOption.read(for: name)
    let change = try global.onCamera { (camera) throws(ServiceError) in
      try camera.setPassword(of: name, to: password)
    }
    try change.tell(
      change.gotPassword(name),
      json ? ["name": .text(name)] : nil)
  }
}
