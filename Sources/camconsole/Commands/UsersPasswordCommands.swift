internal import ArgumentParser
internal import CameraModel
internal import CameraService

struct UsersAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a user.",
    discussion: "The password is typed twice, or it is the first line of a file.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The new user's name.")
  var name: String

  @Option(help: "The new user's group.")
  var group: UserGroup

  @OptionGroup var passwordOption: PasswordOption

  func run() throws {
    try passwordOption.check()
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.rehearse { (users) throws(UserError) in
        try users.add(UserAccount(name: name, group: group, passwordString: PasswordHashing.nobody))
      }
    }
    let password = try passwordOption.read(for: name)
    let change = try global.onCamera { (camera) throws(ServiceError) in try camera.addUser(name, group, password) }
    change.tellReload()
    try Output.line("User \(name) is added to \(group.rawValue).")
  }
}

struct UsersRenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rename", abstract: "Give a user another name, and with it a new password.",
    discussion: "The password is typed twice, or it is the first line of a file. The group stays.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user.")
  var name: String

  @Argument(help: "The new name.")
  var new: String

  @OptionGroup var passwordOption: PasswordOption

  func run() throws {
    try passwordOption.check()
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.rehearse { (users) throws(UserError) in
        try users.rename(name, to: new, passwordString: PasswordHashing.nobody)
      }
    }
    let password = try passwordOption.read(for: new)
    let change = try global.onCamera { (camera) throws(ServiceError) in
      try camera.renameUser(name, to: new, password)
    }
    change.tellReload()
    try Output.line("User \(name) is now \(new).")
  }
}

struct UsersSetPasswordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set-password", abstract: "Give a user another password.",
    discussion: "It is typed twice, or it is the first line of a file.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The user.")
  var name: String

  @OptionGroup var passwordOption: PasswordOption

  func run() throws {
    try passwordOption.check()
    try global.onCamera { (camera) throws(ServiceError) in
      try camera.rehearse { (users) throws(UserError) in try users.setPassword(of: name, to: PasswordHashing.nobody) }
    }
    let password = try passwordOption.read(for: name)
    let change = try global.onCamera { (camera) throws(ServiceError) in
      try camera.setPassword(of: name, to: password)
    }
    change.tellReload()
    try Output.line("User \(name) has a new password.")
  }
}
