PRAGMA user_version = 0;
BEGIN TRANSACTION;
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, vote TEXT NOT NULL, reason TEXT NOT NULL, question TEXT NOT NULL,
    answer TEXT NOT NULL, status TEXT NOT NULL, given REAL NOT NULL, UNIQUE (conversation, question, answer));
INSERT INTO "feedback" VALUES(1,'old-theme','down','thiếu nguồn','Tỷ lệ che phủ rừng?','Tôi tìm thấy trong Kế hoạch 12/KH-UBND ngày 09/02/2024 của Ủy ban nhân dân huyện Lục Nam:
- Các chỉ tiêu năm 2024: tỷ lệ che phủ rừng đạt 41%; thu ngân sách đạt 350 tỷ đồng.

Huyện Lục Nam từ 01/7/2025 thuộc tỉnh Bắc Ninh.
Nguồn: Kế hoạch 12/KH-UBND ngày 09/02/2024 của Ủy ban nhân dân huyện Lục Nam – phần II','answered',1.79556020112438344954e+09);
COMMIT;
