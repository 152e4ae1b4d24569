/// Whether a change can be undone.
package struct UndoNote: Sendable, Equatable {
  /// It changed modules alone.
  package let isModulesOnly: Bool
  /// Why it cannot; `nil` when it can.
  package let problem: UndoProblem?

  package init(isModulesOnly: Bool, problem: UndoProblem? = nil) {
    self.isModulesOnly = isModulesOnly
    self.problem = problem
  }
}

/// Why the previous configuration could not be kept, as a code of its keeper, and what that is about. Records of
/// earlier versions have a sentence in place of the code.
package struct UndoProblem: Sendable, Equatable {
  package let code: String
  /// A path or name.
  package let file: String?
  /// The system's error number, as `ENOSPC`.
  package let number: Int32?

  package init(code: String, file: String? = nil, number: Int32? = nil) {
    self.code = code
    self.file = file
    self.number = number
  }
}

extension UndoNote: Codable {
  private enum CodingKeys: String, CodingKey {
    case isModulesOnly, problem, file, number
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    isModulesOnly = try values.decode(Bool.self, forKey: .isModulesOnly)
    guard let code = try values.decodeIfPresent(String.self, forKey: .problem) else {
      problem = nil
      return
    }
    problem = UndoProblem(
      code: code, file: try values.decodeIfPresent(String.self, forKey: .file),
      number: try values.decodeIfPresent(Int32.self, forKey: .number))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(isModulesOnly, forKey: .isModulesOnly)
    try values.encodeIfPresent(problem?.code, forKey: .problem)
    try values.encodeIfPresent(problem?.file, forKey: .file)
    try values.encodeIfPresent(problem?.number, forKey: .number)
  }
}
