internal import FileSystem

/// Which operations are counted towards an injected error.
package enum FaultTarget: Sendable {
  /// Those that a power cut can stop at: create, make directory, write, synchronise, remove, rename.
  case worldChanging
  /// Those, and opening, reading, listing and asking for the status.
  case any
}

/// An error that is to come.
struct Fault: Sendable {
  let number: Int
  let code: Int32
  let isPersistent: Bool
  let target: FaultTarget
  let scope: String?
  private var seen = 0

  init(number: Int, code: Int32, isPersistent: Bool, target: FaultTarget, scope: String?) {
    self.number = number
    self.code = code
    self.isPersistent = isPersistent
    self.target = target
    self.scope = scope
  }

  /// Counts an operation if it is one of those meant; the error number if it is its turn.
  mutating func strikes(_ call: Call) -> Int32? {
    if target == .worldChanging, !call.isChange { return nil }
    if let scope, !isPath(call.path, within: scope) { return nil }
    seen += 1
    return seen == number || (isPersistent && seen > number) ? code : nil
  }
}

/// One operation on the file system under test.
struct Call: Sendable {
  let operation: FileError.Operation
  /// The name as it was given.
  let name: String
  /// Where it is, for the trace and the scope of faults.
  let path: String
  let tree: Int?
  let isChange: Bool
  /// Whether the name is looked up in a directory.
  var isLookup = false
  /// Bytes written or read, and from where.
  var offset: Int64?
  var count: Int?

  func error(_ code: Int32) -> FileError { FileError(operation, name, code: code) }
}

/// An operation and how it ended.
struct TraceLine: Sendable {
  let call: Call?
  /// Its number among the operations that change the world.
  let number: Int?
  var code: Int32?
  private let note: String

  init(_ call: Call, number: Int?) {
    self.call = call
    self.number = number
    note = ""
  }

  init(note: String) {
    call = nil
    number = nil
    self.note = note
  }

  var text: String {
    guard let call else { return "-- \(note)" }
    var text = number.map { "\($0) " } ?? "  "
    text += "\(call.operation) \(call.path)"
    if let offset = call.offset, let count = call.count { text += " \(count) bytes at \(offset)" }
    if let code { text += ": \(ErrorCode.name(code))" }
    return text
  }
}
