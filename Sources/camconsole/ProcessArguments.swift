/// The arguments as the kernel gave them to this process.
///
/// `CommandLine.arguments` reads them from /proc on Linux. Where /proc is not mounted it is empty, as if nobody had
/// given any.
enum ProcessArguments {
  /// The arguments without the program's name; `nil` where there is no name either, which no shell does.
  ///
  /// Bytes that are not UTF-8 become U+FFFD, as in `CommandLine.arguments`.
  static let all: [String]? = {
    guard unsafe givenCount > 0, let vector = unsafe givenVector else { return nil }
    return unsafe (1..<max(Int(givenCount), 1)).map { index in
      unsafe vector[index].map { unsafe String(cString: $0) } ?? ""
    }
  }()
}

private typealias ArgumentVector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// What the C library gives, before `main` and any second thread.
nonisolated(unsafe) private var givenCount: Int32 = 0
nonisolated(unsafe) private var givenVector: ArgumentVector?

/// Runs before `main`: the C library calls each function in `.init_array` with the arguments of `main`.
@used @section(".init_array")
private let keepArguments: @convention(c) (Int32, ArgumentVector?) -> Void = { count, vector in
  unsafe givenCount = count
  unsafe givenVector = unsafe vector
}
