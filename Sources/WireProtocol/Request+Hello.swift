import ProtocolWords

extension Request {
    static func hello(_ arguments: inout Arguments) throws(ReplyCode) -> Request {
        .hello(client: try arguments.options(of: .hello).text(.client))
    }
}
