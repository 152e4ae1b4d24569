internal import BackupStore
internal import CameraModel
internal import CameraService
internal import FileSystem
internal import FoundationEssentials
internal import Wording

/// Text for people and JSON for programs. No byte from outside reaches a terminal as it is.
enum Output {
  /// Prints a line; control characters and bidirectional marks in it show as `?`.
  static func line(_ text: String) throws(ServiceError) {
    try write(clean(text) + "\n", to: 1)
  }

  /// Prints a JSON value on one line.
  static func json(_ value: JSONValue, to descriptor: Int32 = 1) throws(ServiceError) {
    try write(value.text + "\n", to: descriptor)
  }

  /// Prints a notice on standard error, beside what was asked for.
  static func notice(_ text: String) {
    try? write("camconsole: " + clean(text) + "\n", to: 2)
  }

  /// Reports an error on standard error.
  static func report(_ error: ServiceError, asJSON: Bool) {
    let message = error.message
    guard !asJSON else {
      var fields = ["error": JSONValue.object(error.fields)]
      if let made = error.madeBackup { fields["id"] = .text(made.description) }
      try? write(JSONValue.object(fields).text + "\n", to: 2)
      return
    }
    notice(message.hint.isEmpty ? message.text : message.text + " " + message.hint)
  }

  static func write(_ text: String, to descriptor: Int32) throws(ServiceError) {
    let bytes = Array(text.utf8)
    try mapError(
      ServiceError.init(ofOutput:), try SystemCalls.write(bytes.span, to: descriptor, name: "standard output"))
  }

  /// Replaces what could steer a terminal, or hide what is said: controls, format characters, line separators.
  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(scalar.isPrintable ? scalar : "?") }
    return String(result)
  }
}

extension ServiceError {
  /// An error of the output; a signal that interrupts it stops the work.
  init(ofOutput error: FileError) { self = error.isInterrupted ? .store(.stopped) : .output(error) }
}

/// A value in JSON.
enum JSONValue: Encodable {
  case object([String: JSONValue])
  case list([JSONValue])
  case text(String)
  case number(Int64)
  case truth(Bool)
  case null

  init(_ text: String?) { self = text.map(JSONValue.text) ?? .null }
  init(_ number: Int64?) { self = number.map(JSONValue.number) ?? .null }
  init(_ number: Int) { self = .number(Int64(number)) }

  /// A moment as ISO 8601 in UTC; null for none.
  ///
  /// - Parameter time: seconds since 1970.
  init(time: Int64?) { self.init(time.map(UTCTime.iso8601)) }

  /// A list of texts.
  static func texts(_ texts: [String]) -> JSONValue { .list(texts.map(JSONValue.text)) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let fields): try container.encode(fields)
    case .list(let values): try container.encode(values)
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .truth(let truth): try container.encode(truth)
    case .null: try container.encodeNil()
    }
  }

  /// One line, keys in alphabetical order. What could steer a terminal is escaped: it can be in strings only.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { return "null" }
    return String(decoding: data, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
      if scalar.isPrintable {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
  }
}
