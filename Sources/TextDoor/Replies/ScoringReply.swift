import CustomerStore
import Customers
import FrontDesk
import ProtocolWords
import WireProtocol

/// The answers to `SCORE` and `VERIFY`.
extension ReplyWriter {
    mutating func scored(_ report: ScoringRun.Report) {
        begin(.done)
        if let version = report.version { field("version", Int(version)) }
        field("active", report.activeCustomers)
        field("base", word: report.isSmallBase ? "small" : "ranked")
        field("changed", report.changed)
        end()
    }

    mutating func compared(
        _ comparison: Comparison, _ named: [(id: CustomerID, account: Account?)]
    ) {
        beginBlock()
        counts(of: comparison)
        for customer in named {
            line("customer")
            field("id", Int(customer.id.value))
            if let account = customer.account { field("account", word: account.text) }
        }
        endBlock()
    }

    mutating func counts(of comparison: Comparison) {
        field("customers", comparison.customers)
        field("differences", comparison.differences)
        field("missing", comparison.missing)
        field("surplus", comparison.surplus)
        field("different", comparison.different)
        field("unreachable", comparison.unreachable)
    }
}
