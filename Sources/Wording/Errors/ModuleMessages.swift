internal import CameraDevice
internal import FileSystem

extension ModuleBusError {
  /// What is wrong, after the name of a module.
  var what: String {
    switch self {
    case .gone: "is no longer on the bus"
    case .hung: "does not answer"
    case .failed(let error) where isForeign: "is not asked: \(error.reason)"
    case .failed(let error): "fails (\(error.reason))"
    case .tooLarge: "has a configuration of more than 1 MiB"
    case .stopped: "was not waited for"
    case .noThread: "cannot be asked, because the system cannot start a thread"
    }
  }

  /// The same after the names of several.
  private var whatOfMany: String {
    switch self {
    case .gone: "are no longer on the bus"
    case .hung: "do not answer"
    case .failed(let error) where isForeign: "are not asked: \(error.reason)"
    case .failed(let error): "fail (\(error.reason))"
    case .tooLarge: "have configurations of more than 1 MiB"
    case .stopped: "were not waited for"
    case .noThread: "cannot be asked, because the system cannot start a thread"
    }
  }

  /// Whether it belongs to another user, who could exchange what is there: it was not read.
  fileprivate var isForeign: Bool {
    if case .failed(let error) = self { error.distrust != nil } else { false }
  }

  var busMessage: Message {
    if case .noThread = self { return .noThread }
    return Message("The MxBus \(what).", "Check the bus, and BUS in the settings.")
  }

  /// Modules with one trouble: `module 3 is no longer on the bus`, `modules 3, 4 and 7 do not answer`.
  fileprivate func clause(_ addresses: [String]) -> String {
    guard addresses.count > 1, let last = addresses.last else { return "module \(addresses.joined()) \(what)" }
    return "modules \(addresses.dropLast().joined(separator: ", ")) and \(last) \(whatOfMany)"
  }
}

extension [ModuleFailure] {
  /// The addresses of the modules, in their order.
  package var addresses: [String] { map(\.address) }

  /// One sentence that names all of them.
  var backupMessage: Message { Message("\(sentence). No backup was made.", advice) }

  /// The same where a restore meets them.
  var restoreMessage: Message { Message("\(sentence). Nothing was changed.", advice) }

  private var advice: Hint {
    let (it, its) = count == 1 ? ("it", "its") : ("them", "their")
    let isForeign = contains { $0.error.isForeign }
    let remedy = isForeign ? "Give \(it) to root" : "Check \(its) wiring"
    let options = map { "--skip-module \($0.address)" }.joined(separator: " ")
    return .command("\(remedy), or leave \(it) out with \(options).") + .screen("\(remedy), or leave \(it) out.")
  }

  /// What is wrong with which, in the order of the first address of each trouble, without the period.
  private var sentence: String {
    var troubles: [(what: ModuleBusError, addresses: [String])] = []
    for module in self {
      if let index = troubles.firstIndex(where: { $0.what.what == module.error.what }) {
        troubles[index].addresses.append(module.address)
      } else {
        troubles.append((module.error, [module.address]))
      }
    }
    let text = troubles.map { $0.what.clause($0.addresses) }.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }
}
