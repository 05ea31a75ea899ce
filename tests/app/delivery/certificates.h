/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A private CA and server certificates, made by GnuTLS' certtool when a test starts. Each pair is
 * DIR/NAME.pem and DIR/NAME.key:
 *   ca, rogue-ca   two CAs; kiosks are configured with ca.pem
 *   server         for 127.0.0.1, of ca
 *   middle         for 127.0.0.1, of ca, too: somebody in between whom the machine trusts
 *   rogue          for 127.0.0.1, of rogue-ca
 *   other-host     for other.example, of ca
 *   expired        for 127.0.0.1, of ca, valid in January 2020 */
char *certificates_make (void); /* the new temporary folder */
void certificates_remove (char *dir);
char *certificates_path (const char *dir, const char *file);
