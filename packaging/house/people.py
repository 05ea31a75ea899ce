# SPDX-License-Identifier: GPL-3.0-or-later
"""The officials of a house that is only tried out: one of each role, with a password that everybody
knows as long as no network reaches it. Nothing of this is in the product; a real house begins with
`motcua-central user add`."""

from collections import namedtuple

PASSWORD = "demo-mot-cua"
# Of the staff's screens at the kiosk.
PIN = "582914"

Person = namedtuple("Person", "login name posts what")

CULTURE = "Phòng Văn hóa - Xã hội"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
BUSINESS = "Phòng Đăng ký kinh doanh"
FINANCE = "H26.STC"  # the city's finance department, which decides company registrations


def of(unit):
    """The people of a ward, and those of the city that its dossiers meet."""
    return [
        Person("tiepnhan", "Nguyễn Thị Hoa", [f"reception:{unit}"], "reception officer of the ward"),
        Person("chutich", "Lê Văn An", [f"chairman:{unit}"], "chairman of the ward"),
        Person("truongphong", "Trần Văn Bình", [f"department:{unit}:{CULTURE}"],
               "head of department: culture and society"),
        Person("chuyenvien", "Phạm Thị Cúc", [f"specialist:{unit}:{CULTURE}"], "specialist there"),
        Person("truongphong2", "Vũ Minh Đức", [f"department:{unit}:{ECONOMY}"],
               "head of department: economy and building"),
        Person("chuyenvien2", "Hoàng Thị Giang", [f"specialist:{unit}:{ECONOMY}"],
               "specialist there"),
        Person("giamdoc", "Đỗ Quang Huy", [f"director:{FINANCE}"],
               "director of the city's finance department"),
        Person("phongso", "Bùi Thị Khánh", [f"division:{FINANCE}:{BUSINESS}"],
               "division head there: business registration"),
        Person("chuyenvienso", "Ngô Văn Lâm", [f"specialist:{FINANCE}:{BUSINESS}"],
               "specialist there"),
        Person("kiemtra", "Đặng Thị Mai", [f"auditor:{unit}"], "auditor: reads all of the ward"),
        Person("thanhpho", "Phan Văn Nam", ["city_reader:*"], "reads the reports of the whole city"),
        Person("quantri", "Trịnh Thị Oanh", ["administrator:*"], "administrator: accounts, trail"),
    ]
